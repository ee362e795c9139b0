import type { Selectable } from 'kysely'
import type { Choices } from '../../../core/entities/subscription.ts'
import { fromJson } from '../../columns.ts'
import type { SubscriptionsTable } from '../../tables/subscribers.ts'

type ChoiceColumns = Pick<Selectable<SubscriptionsTable>, 'topics' | 'days' | 'hour' | 'time_zone'>

export function dayBits(days: number[] | null): number | null {
  return days === null ? null : days.reduce((bits, day) => bits | (1 << (day - 1)), 0)
}

export function daysOf(bits: number | null): number[] | null {
  return bits === null ? null : [1, 2, 3, 4, 5, 6, 7].filter((day) => bits & (1 << (day - 1)))
}

/** The choices in a subscription's row. */
export function choicesOf({ topics, days, hour, time_zone }: ChoiceColumns): Choices {
  return { topics: fromJson<string[]>(topics), days: daysOf(days), hour, timeZone: time_zone }
}

/** The columns that store choices, and no others. */
export function choiceColumns({ topics, days, hour, timeZone }: Choices): ChoiceColumns {
  return { topics: JSON.stringify(topics), days: dayBits(days), hour, time_zone: timeZone }
}
