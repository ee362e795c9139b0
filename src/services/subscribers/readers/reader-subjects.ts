import type { Subscription } from '../../../core/entities/subscription.ts'

/** Under what the audit has what was done to a reader. */
export const readerSubjects = ({ id, subscriberId }: Pick<Subscription, 'id' | 'subscriberId'>): string[] => [
  `subscription:${id}`,
  `subscriber:${subscriberId}`,
]
