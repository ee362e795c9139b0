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

/** What services depend on, as the composition root puts it together. */
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
  /** A separate thread for imports; null if they run in this one. */
  importThread: ImportThread | null
  /** The mailbox for bounces; null if none is configured. */
  bounceMailbox: BounceMailbox | null
  /** Parses incoming messages, outside the main thread. */
  reports: ReportReader
  /** Parsers of what services report by HTTP; only configured ones. */
  hooks: Hooks
  linkKeys: LinkKeys
  disk: Disk
  /** Files in the data folder that other users of this machine can access or own. */
  exposedFiles(): Exposed[]
}

/** Runs imports without delaying pages and e-mails. */
export interface ImportThread {
  /** Runs imports as far as possible now; rejects if the thread fails. */
  run(signal: AbortSignal): Promise<void>
}

export interface ContextSettings {
  /** Ends in a slash. */
  publicUrl: string
  /** Absolute path of the data folder, to which relative folders of sources refer. */
  dataFolder: string
  /** True while e-mails go to the embedded mailbox. */
  embeddedMailbox: boolean
  /** Everybody needs a second factor to sign in, not only admins. */
  secondFactorOfAll: boolean
  signUps: {
    /** Limit of confirmations sent per hour. */
    perHour: number
    /** Other sites that may embed and submit the form. */
    origins: readonly string[]
    /** A sign-up needs a solved challenge (proof of work). */
    isChallenged: boolean
  }
  /** Return path for bounces of editions, tagged for each e-mail; null: the sender. */
  bounceAddress: string | null
  /** Services whose reports by HTTP are accepted; each repeats the tag of an e-mail. */
  hooks: readonly HookService[]
  /** The public can read only the newest edition. */
  isArchiveClosed: boolean
  /** DNS is asked whether the domains of readers accept e-mail. */
  asksDomains: boolean
  /** This process in leases: `host:pid:random`. */
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
  /** Opens the transport, with DKIM if a key is in use: the configured servers, otherwise the embedded mailbox. */
  transport(): Promise<Transport>
  /** The configured servers, to be checked; none while the embedded mailbox is in use. */
  relays: readonly RelayCheck[]
}

/** A configured server, as `doctor` checks it. */
export interface RelayCheck {
  name: string
  /** Its location, for people. */
  describes: string
  domains: readonly string[]
  tls: TlsPolicy
  /** It runs on this machine. */
  isHere: boolean
  hasLogin: boolean
  /** Connects, encrypts and logs in, and sends nothing. Throws `smtp-unavailable` or `smtp-refused`. */
  check(): Promise<{ encryption: string | null }>
}

/** What sending an edition needs of the context. */
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
