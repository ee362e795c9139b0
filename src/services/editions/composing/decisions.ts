import type { Value } from '../../../core/entities/changes/change.ts'
import { keyFrom } from '../../../core/entities/changes/touch-key.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { Decided } from '../../../curate/decided.ts'
import type { Decisions } from '../../../curate/events/decisions.ts'
import type { Repositories } from '../../../store/store.ts'

/** Who holds a story, why, and until when, if it ends by itself. */
export interface Hold {
  by: string
  reason: string
  until: Temporal.Instant | null
}

/** What editors decided for a digest, and wished for its day. */
export interface DayDecisions {
  /** Holds by story, including ended ones. */
  holds: Map<number, Hold>
  pinned: Set<number>
  decided: Decided
  /** Stories that editors put together, the first behind the second, or separated. */
  clusters: Decisions
  /** Topics under which editors put stories. */
  topics: Map<number, string[]>
  /** Changes when any of it does. */
  state: string
}

type StoredHold = { by: string; reason: string; until: string | null }

/** Reads what was decided for the edition of a digest's date. */
export async function decisionsOf(
  { changeValues }: Pick<Repositories, 'changeValues'>,
  digestId: number,
  date: Temporal.PlainDate,
): Promise<DayDecisions> {
  const values = await changeValues.decisions(digestId, date)
  const wanted = new Set<number>()
  const out: [number, { gate: 'by-hand'; reason: Said }][] = []
  const together: [number, number][] = []
  const apart: [number, number][] = []
  const read: DayDecisions = {
    holds: new Map(),
    pinned: new Set(),
    topics: new Map(),
    decided: { wanted, lead: null, out: new Map() },
    clusters: { together, apart },
    state: JSON.stringify([...values]),
  }
  for (const [text, value] of values) note(text, value)
  return { ...read, decided: { ...read.decided, out: new Map(out) } }

  function note(text: string, value: Value): void {
    const { story, aspect } = keyFrom(text)
    if (story === null) {
      if (aspect === 'lead' && typeof value === 'number') read.decided.lead = value
      return
    }
    const other = /^with:(\d+)$/.exec(aspect)?.[1]
    if (other) (value === 'same' ? together : apart).push([story, Number(other)])
    else if (aspect === 'hold') read.holds.set(story, holdFrom(value as StoredHold))
    else if (aspect === 'pin' && value === true) read.pinned.add(story)
    else if (aspect === 'topics') read.topics.set(story, value as string[])
    else if (aspect === 'place' && value === 'in') wanted.add(story)
    else if (aspect === 'place') out.push([story, { gate: 'by-hand', reason: said('left-out-by-editor') }])
  }
}

const holdFrom = ({ by, reason, until }: StoredHold): Hold => ({
  by,
  reason,
  until: until === null ? null : Temporal.Instant.from(until),
})
