import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Choices } from '../../../core/entities/subscription.ts'
import { saidOf } from '../../../core/said/said.ts'
import { readChoices } from '../../subscribers/read-choices.ts'
import { fingerprint } from './mentions.ts'
import { bad, good, type FieldOf } from './row-reader.ts'

/** Choices as a list says them; null where it says nothing. `key`: the same for the same choices. */
export interface ReadChoices extends Omit<Choices, 'topics'> {
  topics: string[] | null
  key: number
}

type Reading = ReturnType<typeof good<ReadChoices>> | ReturnType<typeof bad>

const mostKnown = 5000

/** Reads choices of rows, each combination once: a million rows have few of them. */
export class ChoiceReader {
  readonly #known = new Map<string, Reading>()

  read(field: FieldOf, digest: Digest): Reading {
    const written = [field('topics'), field('days'), field('hour'), field('time_zone')] as const
    const key = `${digest.id}\n${written.join('\n')}`
    const known = this.#known.get(key)
    if (known) return known
    const made = readOnce(written, digest)
    if (this.#known.size >= mostKnown) this.#known.clear()
    this.#known.set(key, made)
    return made
  }
}

const split = (field: string): string[] => field.split(/[;|]/)

function readOnce(
  [topics, days, hour, timeZone]: readonly [string, string, string, string],
  digest: Digest,
): Reading {
  const reading = readChoices({ topics: split(topics), days: split(days), hour, timeZone }, digest)
  if (!reading.ok) return bad(reading.field, saidOf(reading))
  const { choices } = reading
  const shape = [choices.topics.toSorted(), choices.days, choices.hour, choices.timeZone]
  const isSilent = split(topics).every((topic) => topic.trim() === '')
  return good({
    ...choices,
    topics: isSilent ? null : choices.topics,
    key: fingerprint(JSON.stringify(shape)),
  })
}
