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

/** A running service. */
interface Serving {
  /** What runs, where, and what is not yet configured. */
  lines: string[]
  /** Resolves with the reason if the service stops by itself. */
  ended: Promise<AppError>
  /** Returns the parts that did not finish within their grace period. */
  stop(): Promise<(keyof Config['grace'])[]>
}

/** An open newsroom, as commands use it. */
export interface App {
  context: Context
  mailboxFolder: string
  /** The e-mails in the embedded mailbox, newest first; empty if it is not in use. */
  mails(): Promise<MailContent[]>
  serve(role: Role): Promise<Serving>
  close(): Promise<void>
}

export interface OpenOptions {
  clock?: Clock
  config?: Config
  keepAllMail?: boolean
  /** Opens the store for writing many rows at once. */
  isBulk?: boolean
  /** False for a process that stays open beside others: it must not lock the database on a full disk. */
  mayHold?: boolean
  /** Whether the tables of an empty database may be created; by default they are only checked. */
  schema?: 'check' | 'create'
}

/** What `main` gives to commands: the machine, and functions that open the app only when needed. */
export interface CliContext {
  open(options?: OpenOptions): Promise<App>
  /** Opens only a database, without migrating or checking it. */
  openStore(databaseUrl: string, mediaFolder: string): Store
  /** The volumes of the configured database and data folder. */
  openDisk(): Disk
  /** Fingerprints of the keys that sign links, by their numbers: those of this host, and those known to the database. */
  secret: {
    show(): Promise<{ here: Record<string, string>; known: Record<string, string> }>
    /** Replaces those known to the database with those of this host. */
    adopt(): Promise<Record<string, string>>
  }
  /** Progress of long work, on stderr. */
  progress: Progress
  /** Opens only the reading of sources, without a database. */
  openSources(): Promise<SourceReader>
  /** Opens only the reading of returned messages, likewise. */
  openReports(): Promise<ReportReader>
  /** The names of all kinds of sources. */
  sourceKinds: readonly string[]
  /** Throws `bad-config` with all faults of the configuration. */
  config(): Config
  stdin: Readable
  /** Data. */
  stdout(text: string): void
  /** Messages for people. */
  stderr(text: string): void
  /** Whether stderr is a terminal. */
  isTerminal: boolean
  /** Aborted on SIGINT and SIGTERM. */
  signal: AbortSignal
  /** Ends the process at once, even during work. */
  exit(code: number): void
  cwd: string
  /** The package's folder, which contains the seeds. */
  root: string
  version: string
  /** The machine's clock. */
  clock: Clock
  resolver: Resolver
}

/** The context plus what every command needs: setting the exit code, and printing by line. */
export interface Shell extends CliContext {
  /** Sets the exit code; the default is 0. */
  finish(code: number): void
  /** Prints a line of data for people on stdout, without control characters. */
  print(line: Reason): void
  /** Prints one JSON object as a line on stdout. */
  json(value: object): void
  /** Prints a message on stderr, without control characters. */
  say(line: Reason): void
}
