import type { Newsroom } from './newsroom.ts'

/** The newsroom's contact address: where replies go, otherwise the sender's. */
export const contactOf = ({ replyTo, sender }: Pick<Newsroom, 'replyTo' | 'sender'>): string =>
  replyTo ?? sender.email
