import type { ImportRow } from '../../../core/entities/imports/import-row.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Choices } from '../../../core/entities/subscription.ts'
import { saidOf } from '../../../core/said/said.ts'
import { readChoices, type WrittenChoices } from '../../subscribers/read-choices.ts'
import { fingerprint } from './mentions.ts'

/** The choices in a row; null if it has none. `key`: equal for equal choices. */
type Reading =
  | ({ ok: true; topics: string[] | null; key: number } & Omit<Choices, 'topics'>)
  | { ok: false; fault: NonNullable<ImportRow['fault']> }

const mostKnown = 5000

/** Reads the choices of rows, each combination once: a million rows have few distinct ones. */
export class ChoiceReader {
  readonly #known = new Map<string, Reading>()

  read({ topics, days, hour, timeZone }: WrittenChoices, digest: Digest): Reading {
    const key = `${digest.id}\n${topics.join('\n')}\n\n${days.join('\n')}\n\n${hour}\n${timeZone}`
    const known = this.#known.get(key)
    if (known) return known
    const made = readOnce({ topics, days, hour, timeZone }, digest)
    if (this.#known.size >= mostKnown) this.#known.clear()
    this.#known.set(key, made)
    return made
  }
}

function readOnce(written: WrittenChoices, digest: Digest): Reading {
  const reading = readChoices(written, digest)
  if (!reading.ok) return { ok: false, fault: { column: reading.field, reason: saidOf(reading) } }
  const { choices } = reading
  const shape = [choices.topics.toSorted(), choices.days, choices.hour, choices.timeZone]
  const isSilent = written.topics.every((topic) => topic.trim() === '')
  return {
    ok: true,
    ...choices,
    topics: isSilent ? null : choices.topics,
    key: fingerprint(JSON.stringify(shape)),
  }
}
