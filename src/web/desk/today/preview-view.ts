import type { Edition } from '../../../core/entities/edition.ts'
import { editionName } from '../editions/place.ts'
import type { Desk } from '../frame/frame.ts'
import type { DayPlace } from './day.ts'

const widths = ['phone', 'desktop'] as const
const schemes = ['light', 'dark'] as const

/** The frame with the edition's e-mail, and the links to other views of it. */
export function previewView(desk: Desk, { digest, here }: DayPlace, edition: Edition, query: unknown) {
  const sent = query as Record<string, unknown>
  const width = widths.find((one) => one === sent['width']) ?? 'phone'
  const scheme = schemes.find((one) => one === sent['scheme']) ?? 'light'
  const page = desk.at(`editions/${digest.key}/${editionName(edition)}/preview`)
  const shown = new URLSearchParams({ width, scheme })
  return {
    page,
    width,
    // The revision changes the URL, so that the frame is reloaded after a change.
    frame: `${page}/mail?${shown.toString()}&revision=${edition.revision}`,
    widths: widths.map((one) => ({
      key: `width-${one}`,
      href: `${here}?${new URLSearchParams({ width: one, scheme }).toString()}#preview`,
      isHere: one === width,
    })),
    schemes: schemes.map((one) => ({
      key: `scheme-${one}`,
      href: `${here}?${new URLSearchParams({ width, scheme: one }).toString()}#preview`,
      isHere: one === scheme,
    })),
  }
}
