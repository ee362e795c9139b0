import type { AccountLink } from './messages/account-link.ts'
import type { Alert } from './messages/alert.ts'
import type { Forward } from './messages/forward.ts'
import type { ReaderMail } from './messages/reader-mail.ts'
import type { TestMail } from './messages/test-mail.ts'
import type { Reason, Said } from '../said/said.ts'
import type { DeliveryStatus } from './states.ts'

/** Sending order: what a person waits for, then what editors need to know, then e-mails to many. */
const priorities = { person: 0, editors: 1, many: 2 } as const

interface Kind<Content> {
  priority: number
  /** Never set; it only carries the type. */
  content?: Content
}

const kind = <Content extends { subject: Said | string }>(
  priority: keyof typeof priorities,
): Kind<Content> => ({
  priority: priorities[priority],
})

/**
 * All kinds of e-mail that are not editions. A new one needs a file in `messages/` for its content, a line here, and its templates,
 * `templates/mail/<kind>.html.hbs` and `.txt.hbs`. A test e-mail has no templates, because it is an e-mail of an edition, made earlier; nor
 * has a forward, which is what a reader wrote.
 */
const kinds = {
  alert: kind<Alert>('editors'),
  'account-link': kind<AccountLink>('person'),
  reader: kind<ReaderMail>('person'),
  'test-mail': kind<TestMail>('person'),
  forward: kind<Forward>('editors'),
}

type Kinds = typeof kinds

/** An e-mail that is not an edition, as stored in the outbox: its content, not its layout. */
export type MessageContent = {
  [Name in keyof Kinds]: { kind: Name } & NonNullable<Kinds[Name]['content']>
}[keyof Kinds]

/** The kinds that have templates. */
export type TemplatedContent = Exclude<MessageContent, { kind: 'test-mail' | 'forward' }>

/** The language of an e-mail: its reader's, otherwise the newsroom's. */
export const languageOf = (content: MessageContent, newsroom: { language: string }): string =>
  content.kind === 'reader' ? content.language : newsroom.language

/** Lower numbers are sent first. */
export const priorityOf = (content: MessageContent): number => kinds[content.kind].priority

/** An e-mail of the outbox. */
export interface Message {
  id: number
  recipient: string
  content: MessageContent
  status: DeliveryStatus
  attempts: number
  fence: number
  createdAt: Temporal.Instant
  finishedAt: Temporal.Instant | null
  reply: string | null
  reason: Reason | null
}
