import type { Newsroom } from './newsroom.ts'

/** The address at which people reach the newsroom: where replies go, else the one that it sends from. */
export const contactOf = ({ replyTo, sender }: Pick<Newsroom, 'replyTo' | 'sender'>): string =>
  replyTo ?? sender.email
