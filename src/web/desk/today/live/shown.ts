import type { Edition } from '../../../../core/entities/edition.ts'
import type { Shown } from '../../../../services/editions/watching/since-then.ts'
import type { DayNow } from '../../../../services/editions/watching/day-now.ts'

/** What a page of a day shows, from the URL that it follows. */
export interface ShownDay extends Shown {
  state: string
  /** The filters of the pool, and how the preview is shown. */
  view: string
}

/** The fields of a page's query that say how it is shown, as opposed to what was just done. */
const views = ['view', 'q', 'gate', 'source', 'all', 'width', 'scheme']
const longest = 200

/** `draft`, `sending-paused`; `coming` before the freeze. */
export const stateOf = (edition: Edition | null): string =>
  edition ? `${edition.status}${edition.stop ? '-paused' : ''}` : 'coming'

/** The query with which a page follows what it shows. */
export function followQuery({ edition, story }: DayNow, change: number, query: unknown): string {
  const shown = { change: String(change), story: String(story), state: stateOf(edition), view: viewIn(query) }
  return new URLSearchParams(shown).toString()
}

function viewIn(query: unknown): string {
  const sent = query as Record<string, unknown>
  const kept = views.flatMap((name) => {
    const value = sent[name]
    return typeof value === 'string' && value !== '' ? [[name, value.slice(0, longest)]] : []
  })
  return new URLSearchParams(kept).toString()
}

/** Reads what `followQuery` wrote; invalid values are ignored. */
export function shownIn(query: unknown): ShownDay {
  const sent = query as Record<string, unknown>
  const number = (name: string) => (/^\d{1,15}$/.test(String(sent[name])) ? Number(sent[name]) : 0)
  const text = (name: string) => (typeof sent[name] === 'string' ? sent[name] : '')
  const view = viewIn(Object.fromEntries(new URLSearchParams(text('view').slice(0, 2_000))))
  return { change: number('change'), story: number('story'), state: text('state').slice(0, 40), view }
}
