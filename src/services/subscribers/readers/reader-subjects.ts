import type { Subscription } from '../../../core/entities/subscription.ts'

/** The subjects of the audit log's entries about a reader. */
export const readerSubjects = ({ id, subscriberId }: Pick<Subscription, 'id' | 'subscriberId'>): string[] => [
  `subscription:${id}`,
  `subscriber:${subscriberId}`,
]
