import type { DayNow } from '../../../services/editions/watching/day-now.ts'
import { editionName } from '../editions/place.ts'
import type { Desk } from '../frame/frame.ts'
import type { DayPlace } from './day.ts'

const changeable = ['draft', 'approved']
const kilobytes = (bytes: number): number => Math.ceil(bytes / 1000)

/** The number of findings of an edition's checks, and where to see them; empty if it can no longer be changed. */
export function sumView(desk: Desk, { digest }: Pick<DayPlace, 'digest'>, { edition, passed }: DayNow) {
  if (!edition || !changeable.includes(edition.status)) return { isShown: false }
  const sum = desk.checks.of(edition)
  const blocks = sum?.blocking.filter((check) => !passed.includes(check)).length ?? 0
  return {
    isShown: true,
    isKnown: sum !== null,
    variants: sum?.variants ?? 0,
    largest: kilobytes(sum?.largest ?? 0),
    most: kilobytes(sum?.most ?? 0),
    blocks,
    warns: sum?.warns ?? 0,
    isFine: sum !== null && blocks === 0 && sum.warns === 0,
    checks: desk.at(`editions/${digest.key}/${editionName(edition)}/checks`),
  }
}
