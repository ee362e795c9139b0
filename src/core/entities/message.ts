import type { AccountLink } from './messages/account-link.ts'
import type { Alert } from './messages/alert.ts'
import type { Forward } from './messages/forward.ts'
import type { ReaderMail } from './messages/reader-mail.ts'
import type { TestMail } from './messages/test-mail.ts'
import type { Reason, Said } from '../said/said.ts'
import type { DeliveryStatus } from './states.ts'

/** What leaves first: what a person waits for, then what the editors are to know, then what goes to many. */
const priorities = { person: 0, editors: 1, many: 2 } as const

interface Kind<Content> {
  priority: number
  /** Never there: it carries the type. */
  content?: Content
}

const kind = <Content extends { subject: Said | string }>(
  priority: keyof typeof priorities,
): Kind<Content> => ({
  priority: priorities[priority],
})

/**
 * Every kind of e-mail that is no digest. A new one is a file in `messages/` with what it says, a line here, and its templates,
 * `templates/mail/<kind>.html.hbs` and `.txt.hbs`. A test e-mail has none: it is an e-mail of an edition, made before; nor has a forward, which is
 * what a reader wrote.
 */
const kinds = {
  alert: kind<Alert>('editors'),
  'account-link': kind<AccountLink>('person'),
  reader: kind<ReaderMail>('person'),
  'test-mail': kind<TestMail>('person'),
  forward: kind<Forward>('editors'),
}

type Kinds = typeof kinds

/** An e-mail that is no digest, as the outbox keeps it: what it says, not how it looks. */
export type MessageContent = {
  [Name in keyof Kinds]: { kind: Name } & NonNullable<Kinds[Name]['content']>
}[keyof Kinds]

/** Those that templates are for. */
export type TemplatedContent = Exclude<MessageContent, { kind: 'test-mail' | 'forward' }>

/** The language that an e-mail is written in: its reader's, or else the newsroom's. */
export const languageOf = (content: MessageContent, newsroom: { language: string }): string =>
  content.kind === 'reader' ? content.language : newsroom.language

/** The lowest leaves first. */
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
