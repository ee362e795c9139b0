import { manyTexts, oneText, readForm } from '../../kit/forms/forms.ts'
import { z } from 'zod'
import type { SignUpTyped } from './form.ts'

const fields = z.object({ topics: manyTexts, days: manyTexts, hour: oneText, time_zone: oneText })
const longest = 60

/** Choices in the query of a link to the form; undefined if there are none. Links never contain an address. */
export function typedFrom(query: unknown): SignUpTyped | undefined {
  const { typed } = readForm(fields, query)
  const short = (texts: string[]) => texts.filter((text) => text.length <= longest).slice(0, 50)
  const topics = short(typed.topics)
  if (topics.length === 0) return undefined
  const [hour = ''] = short(typed.hour)
  const [timeZone = ''] = short(typed.time_zone)
  return { email: '', topics, days: short(typed.days), hour, timeZone }
}
