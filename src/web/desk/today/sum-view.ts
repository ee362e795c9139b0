import type { Edition } from '../../../core/entities/edition.ts'
import { editionName } from '../editions/place.ts'
import type { Desk } from '../frame/frame.ts'
import type { DayPlace } from './day.ts'

const changeable = ['draft', 'approved']
const kilobytes = (bytes: number): number => Math.ceil(bytes / 1000)

/** What the checks say of an edition in numbers, and where to see more; empty of one that can no longer be changed. */
export function sumView(desk: Desk, { digest }: Pick<DayPlace, 'digest'>, edition: Edition | null) {
  if (!edition || !changeable.includes(edition.status)) return { isShown: false }
  const sum = desk.checks.of(edition)
  return {
    isShown: true,
    isKnown: sum !== null,
    variants: sum?.variants ?? 0,
    largest: kilobytes(sum?.largest ?? 0),
    most: kilobytes(sum?.most ?? 0),
    blocks: sum?.blocks ?? 0,
    warns: sum?.warns ?? 0,
    isFine: sum !== null && sum.blocks === 0 && sum.warns === 0,
    checks: desk.at(`editions/${digest.key}/${editionName(edition)}/checks`),
  }
}
