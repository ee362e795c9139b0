import type { DeskDay, PoolCluster, PoolStory } from '../../../../services/editions/viewing/day/desk-day.ts'
import type { PoolDetails } from '../../../../services/editions/viewing/day/pool-details.ts'
import { sentence } from '../../../../wording/wording.ts'
import { hour, shortDate } from '../../frame/times.ts'
import type { TopicNames } from '../edition-view.ts'

/** The pool's filter, from the query. */
export interface PoolAsked {
  q: string
  gate: string
  source: string
  /** Whether all rows are shown, not only the first. */
  all: boolean
}

/** Rows of the pool that a page shows at once. */
const atOnce = 60
const longest = 200

export function poolAsked(query: unknown): PoolAsked {
  const sent = query as Record<string, unknown>
  const text = (name: string): string => {
    const value = sent[name]
    return typeof value === 'string' ? value.slice(0, longest).trim() : ''
  }
  return { q: text('q'), gate: text('gate'), source: text('source'), all: text('all') !== '' }
}

/** Why the story has its place. */
const whyOf = ({ reasons }: PoolStory): string => reasons.map((reason) => sentence('en', reason)).join(' · ')

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** The clusters that match the filter. */
export function chosenFrom(pool: readonly PoolCluster[], { q, gate, source }: PoolAsked): PoolCluster[] {
  const words = folded(q).split(/\s+/).filter(Boolean)
  const isAsked = (story: PoolStory): boolean =>
    (gate === '' || story.gate === gate) &&
    (source === '' || story.source === source) &&
    words.every((word) => folded(`${story.headline} ${story.source} ${whyOf(story)}`).includes(word))
  return pool
    .map(({ stories }) => ({ stories: stories.filter(isAsked) }))
    .filter(({ stories }) => stories.length > 0)
}

/** The rows that a page shows of them. */
export const shownOf = (chosen: readonly PoolCluster[], { all }: PoolAsked): PoolCluster[] =>
  all ? [...chosen] : chosen.slice(0, atOnce)

interface Shown {
  pool: readonly PoolCluster[]
  chosen: readonly PoolCluster[]
  details: ReadonlyMap<number, PoolDetails>
  asked: PoolAsked
  names: TopicNames
  here: string
}

export function poolView({ digest }: Pick<DeskDay, 'digest'>, shown: Shown) {
  const { pool, chosen, details, asked, names, here } = shown
  const all = pool.flatMap(({ stories }) => stories)
  const zone = digest.schedule.timeZone
  const rows = shownOf(chosen, asked)
  const address = (change: Partial<Record<'q' | 'gate' | 'source' | 'all', string>>): string => {
    const query = new URLSearchParams(
      Object.entries({ q: asked.q, gate: asked.gate, source: asked.source, ...change, view: 'pool' }).filter(
        ([, value]) => value !== '',
      ),
    )
    return `${here}?${query.toString()}`
  }
  const gates = [...Map.groupBy(all, ({ gate }) => gate)]
  return {
    count: all.length,
    asked,
    sources: [...new Set(all.map(({ source }) => source))]
      .sort((a, b) => a.localeCompare(b, 'en'))
      .map((name) => ({ name, isChosen: name === asked.source })),
    gates: [
      { key: 'pool-all', count: all.length, href: address({ gate: '' }), isHere: asked.gate === '' },
      ...gates.map(([gate, stories]) => ({
        key: `gate-${gate}`,
        count: stories.length,
        href: address({ gate }),
        isHere: gate === asked.gate,
      })),
    ],
    rows: rows.map(({ stories: [first, ...others] }) => ({
      ...poolRow(first, details, names, zone),
      others: others.map((story) => poolRow(story, details, names, zone)),
    })),
    isFiltered: asked.q !== '' || asked.gate !== '' || asked.source !== '',
    clear: `${here}?view=pool`,
    more: chosen.length - rows.length,
    moreHref: address({ all: '1' }),
  }
}

function poolRow(
  story: PoolStory | undefined,
  details: ReadonlyMap<number, PoolDetails>,
  names: TopicNames,
  zone: string,
) {
  const { storyId: id = 0, headline = '', source = '', gate = '', score = 0, behind = null } = story ?? {}
  const known = details.get(id)
  const at = known?.at.toZonedDateTimeISO(zone)
  return {
    id,
    headline,
    source,
    gate: `gate-${gate}`,
    reason: story ? whyOf(story) : '',
    rank: Math.round(score * 10) / 10,
    behind: behind ?? 0,
    isHeld: gate === 'held',
    isEmbargoed: gate === 'embargo',
    isCarried: gate === 'carried',
    link: known?.link ?? '',
    at: known && at ? `${shortDate(at.toPlainDate())}, ${hour(known.at, zone)}` : '',
    topics: (known?.topics ?? [])
      .slice(0, 2)
      .map((topic) => ({ id: topic, name: names.get(topic) ?? topic })),
  }
}
