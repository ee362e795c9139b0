import type { Readable } from 'node:stream'
import type { Config } from '../../config.ts'
import type { AppError } from '../../core/errors.ts'
import type { Role } from '../../core/roles.ts'
import type { Clock, Disk, Progress, Resolver } from '../../core/ports.ts'
import type { SourceReader } from '../../services/collecting/managing/check-sources.ts'
import type { MailContent } from '../../mail/mailbox/mail-reading.ts'
import type { ReportReader } from '../../mail/incoming/thread/report-thread.ts'
import type { Context } from '../../services/context.ts'
import type { Store } from '../../store/store.ts'
import type { Reason } from '../../core/said/said.ts'

/** The service while it runs. */
interface Serving {
  /** What runs, where, and what is still to configure. */
  lines: string[]
  /** Resolves with the reason where it has to be stopped by itself. */
  ended: Promise<AppError>
  /** Gives the parts that did not finish within their grace. */
  stop(): Promise<(keyof Config['grace'])[]>
}

/** An opened newsroom, as commands use it. */
export interface App {
  context: Context
  mailboxFolder: string
  /** What the embedded mailbox has, newest first; empty where it is not in use. */
  mails(): Promise<MailContent[]>
  serve(role: Role): Promise<Serving>
  close(): Promise<void>
}

export interface OpenOptions {
  clock?: Clock
  config?: Config
  keepAllMail?: boolean
  /** It is opened to write many rows at once. */
  isBulk?: boolean
  /** False for what stays open beside others: it does not keep the database to itself on a full disk. */
  mayHold?: boolean
  /** Whether the tables of an empty database may be made; a command that says nothing takes them as they are. */
  schema?: 'check' | 'create'
}

/** What `main` hands to commands: the machine, and ways to open the app that are only taken when needed. */
export interface CliContext {
  open(options?: OpenOptions): Promise<App>
  /** A database alone, as it is: it is neither brought up to date nor checked. */
  openStore(databaseUrl: string, mediaFolder: string): Store
  /** The volumes of the configured database and data folder. */
  openDisk(): Disk
  /** Fingerprints of the keys that sign links, by their numbers: of this host, and those that the database knows. */
  secret: {
    show(): Promise<{ here: Record<string, string>; known: Record<string, string> }>
    /** Has the database know those of this host alone. */
    adopt(): Promise<Record<string, string>>
  }
  /** How far long work has come, on stderr. */
  progress: Progress
  /** Reading of sources alone, without a database. */
  openSources(): Promise<SourceReader>
  /** Reading of messages that came back alone, likewise. */
  openReports(): Promise<ReportReader>
  /** The names of the kinds of sources there are. */
  sourceKinds: readonly string[]
  /** Throws `bad-config` with every fault of the configuration. */
  config(): Config
  /** Standard input. */
  stdin: Readable
  /** For data. */
  stdout(text: string): void
  /** For people's words. */
  stderr(text: string): void
  /** Whether stderr is a terminal. */
  isTerminal: boolean
  /** Aborted on SIGINT and SIGTERM. */
  signal: AbortSignal
  /** Ends the process at once, whatever it is at. */
  exit(code: number): void
  cwd: string
  /** The folder of the package, where the seeds lie. */
  root: string
  version: string
  /** The machine's own. */
  clock: Clock
  resolver: Resolver
}

/** A context with what every command needs besides: how it ends, and lines instead of text. */
export interface Shell extends CliContext {
  /** Sets the exit code; 0 where a command never does. */
  finish(code: number): void
  /** A line of data for people on stdout, without control characters. */
  print(line: Reason): void
  /** One JSON object on a line of stdout. */
  json(value: object): void
  /** A line of words on stderr, without control characters. */
  say(line: Reason): void
}
