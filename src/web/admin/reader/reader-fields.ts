import { z } from 'zod'
import type { WrittenChoices } from '../../../services/subscribers/read-choices.ts'
import { manyTexts, oneText, readForm } from '../../kit/forms/forms.ts'

const schema = z.object({
  topics: manyTexts,
  days: manyTexts,
  hour: oneText,
  time_zone: oneText,
  until: oneText,
  reason: oneText,
  never: oneText,
  address: oneText,
  tag: oneText,
  note: oneText,
  number: oneText,
})

/** The fields of the forms on a reader's page; those missing from a form are empty. */
export interface ReaderFields {
  choices: WrittenChoices
  until: string
  reason: string
  never: boolean
  address: string
  tag: string
  note: string
  /** The id of a tag, note or change; 0 for none. */
  number: number
}

export function readReaderForm(body: unknown): ReaderFields {
  const read = readForm(schema, body)
  if (!read.ok) throw new Error('a form of texts was not read')
  const { topics, days, hour, time_zone: timeZone, never, number, ...texts } = read.value
  return {
    ...texts,
    choices: { topics, days, hour, timeZone },
    never: never !== '',
    number: /^\d{1,15}$/.test(number) ? Number(number) : 0,
  }
}
