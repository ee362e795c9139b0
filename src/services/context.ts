import type { Ask, Clock, Disk, Events, Metrics, Progress, Random, Resolver, Wait } from '../core/ports.ts'
import type { HookService } from '../core/entities/feedback/hook-service.ts'
import type { LinkKeys } from '../core/token.ts'
import type { boundaryOf, reusedMemory, unstuff, variantJoiner } from '../mail/message/message.ts'
import type { BounceMailbox } from '../mail/incoming/imap/mailbox.ts'
import type { ReportReader } from '../mail/incoming/thread/report-thread.ts'
import type { Hooks } from '../mail/hooks/open-hooks.ts'
import type { DkimKeys } from '../mail/dkim/dkim-keys.ts'
import type { editionHeaders, messageId } from '../mail/message/headers.ts'
import type { forwardedMail } from '../mail/message/forwarded-mail.ts'
import type { singleMail, singleMailId } from '../mail/message/single-mail.ts'
import type { TlsPolicy } from '../mail/outgoing/smtp.ts'
import type { Transport } from '../mail/outgoing/transport.ts'
import type { Renderer } from '../render/renderer.ts'
import type { decodeList } from '../sources/text/list-charset.ts'
import type { Sources } from '../sources/sources.ts'
import type { Exposed } from '../store/private-files.ts'
import type { Store } from '../store/store.ts'
import type { Curator } from './editions/composing/curator.ts'

/** What services work with: the layers below, as the composition root put them together. */
export interface Context {
  settings: ContextSettings
  clock: Clock
  wait: Wait
  random: Random
  resolver: Resolver
  ask: Ask
  events: Events
  metrics: Metrics
  progress: Progress
  store: Store
  sources: Sources
  decodeList: typeof decodeList
  curator: Curator
  renderer: Renderer
  mail: MailGateway
  /** A thread of its own for imports; null where they run in this one. */
  importThread: ImportThread | null
  /** To which messages come back; null where none is configured. */
  bounceMailbox: BounceMailbox | null
  /** Reads what came back, beside the main thread. */
  reports: ReportReader
  /** Read what services report by HTTP; those that are configured. */
  hooks: Hooks
  linkKeys: LinkKeys
  disk: Disk
  /** What of the data folder others on this machine may reach or own. */
  exposedFiles(): Exposed[]
}

/** Does the work of imports beside pages and e-mails. */
export interface ImportThread {
  /** Brings imports as far as they go now; rejects where it broke. */
  run(signal: AbortSignal): Promise<void>
}

export interface ContextSettings {
  /** Ends in a slash. */
  publicUrl: string
  /** Absolute path of the data folder; relative folders of sources lie in it. */
  dataFolder: string
  /** True while mails go to the embedded mailbox. */
  embeddedMailbox: boolean
  /** Everybody needs a second factor to sign in, not admins alone. */
  secondFactorOfAll: boolean
  signUps: {
    /** Confirmations that leave in an hour at most. */
    perHour: number
    /** Other sites that may show the form and send what it holds. */
    origins: readonly string[]
    /** A sign-up needs a solved challenge (proof of work). */
    isChallenged: boolean
  }
  /** Where failures of editions come back to, with a tag for each; null: to the sender. */
  bounceAddress: string | null
  /** Services whose reports by HTTP are taken; each repeats the tag of an e-mail. */
  hooks: readonly HookService[]
  /** The public reads the newest edition alone. */
  isArchiveClosed: boolean
  /** DNS is asked whether the domains of readers take e-mails. */
  asksDomains: boolean
  /** This process, as the ledger names it: `host:pid:random`. */
  worker: string
}

/** What services use of `mail/`. */
export interface MailGateway {
  boundaryOf: typeof boundaryOf
  editionHeaders: typeof editionHeaders
  messageId: typeof messageId
  singleMail: typeof singleMail
  forwardedMail: typeof forwardedMail
  singleMailId: typeof singleMailId
  reusedMemory: typeof reusedMemory
  unstuff: typeof unstuff
  variantJoiner: typeof variantJoiner
  dkim: DkimKeys
  /** Opens the way out, signing where a key is in use: the configured servers, else the embedded mailbox. */
  transport(): Promise<Transport>
  /** The configured servers, each to be tried; none while the embedded mailbox is in use. */
  relays: readonly RelayCheck[]
}

/** A configured server, as `doctor` looks at it. */
export interface RelayCheck {
  name: string
  /** Where it is, for people. */
  describes: string
  domains: readonly string[]
  tls: TlsPolicy
  /** It runs on this machine. */
  isHere: boolean
  hasLogin: boolean
  /** Connects, encrypts and logs in, and sends nothing. Throws `smtp-unavailable` or `smtp-refused`. */
  check(): Promise<{ encryption: string | null }>
}

/** What sending an edition takes of the context. */
export type DeliverDeps = Pick<
  Context,
  | 'store'
  | 'settings'
  | 'renderer'
  | 'mail'
  | 'clock'
  | 'wait'
  | 'random'
  | 'linkKeys'
  | 'events'
  | 'metrics'
  | 'progress'
>
