import { z } from 'zod'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { readChoices, type WrittenChoices } from '../../../services/subscribers/read-choices.ts'
import { manyTexts, oneText, type Typed } from '../../kit/forms/forms.ts'
import { wholeSentence } from '../../../wording/wording.ts'

export type ChoicesField = 'topics' | 'days' | 'hour' | 'time_zone'

const none: WrittenChoices = { topics: [], days: [], hour: '', timeZone: '' }

/** The form of one subscription's choices; each field is checked separately with the rules of choosing. */
export function choicesForm(digest: Digest, chooseOne: string) {
  const allowed = <Value>(written: (value: Value) => Partial<WrittenChoices>) =>
    z.superRefine<Value>((value, context) => {
      const reading = readChoices({ ...none, ...written(value) }, digest)
      if (!reading.ok) context.addIssue({ code: 'custom', message: wholeSentence(digest.language, reading) })
    })
  return z.object({
    topics: manyTexts.min(1, chooseOne).check(allowed((topics: string[]) => ({ topics }))),
    days: manyTexts.check(allowed((days: string[]) => ({ days }))),
    hour: oneText.check(allowed((hour: string) => ({ hour }))),
    time_zone: oneText.check(allowed((timeZone: string) => ({ timeZone }))),
  })
}

/** What was typed, to be shown again. */
export function choicesTyped({ topics, days, hour, time_zone: zone }: Typed<ChoicesField>): WrittenChoices {
  return { topics, days, hour: hour[0] ?? '', timeZone: zone[0] ?? '' }
}
