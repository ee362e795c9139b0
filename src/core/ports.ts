import type { DiskSpace } from './entities/disk-space.ts'
import type { Event } from './events.ts'
import type { JobName } from './jobs.ts'
import type { CounterLabels, CounterName, DurationLabels, DurationName } from './metrics/counted.ts'

/** Time comes in here, so that a test, a `--date` run or a clock gone wrong is one object to change. */
export interface Clock {
  now(): Temporal.Instant
}

/** Resolves after so many milliseconds, and at once when `signal` asks for it; never rejects. A test has it move its clock. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

/** Chance comes in here: jitter, tokens and keys. */
export interface Random {
  /** A float in [0, 1). */
  next(): number
  bytes(count: number): Buffer
}

/** What DNS says, so that tests answer for it. */
export interface Resolver {
  /** Every address of a host, IPv4 and IPv6, as text. Rejects when the name does not resolve. */
  resolve(host: string): Promise<string[]>
  /** The addresses of a name by DNS alone, IPv4 or else IPv6; none where it has none. Rejects when DNS does not answer. */
  addresses(name: string): Promise<string[]>
  /** The TXT records of a name, the pieces of each joined; none where there is none. Rejects when DNS does not answer. */
  texts(name: string): Promise<string[]>
  /** The servers that take a domain's mail, best first, by its MX records; none where it has none; one empty name for a null MX (RFC 7505). Rejects when DNS does not answer. */
  mailServers(domain: string): Promise<string[]>
}

/** What came of asking an address over HTTP. */
export interface Answer {
  status: number
  /** Where a redirect leads; it is not followed. */
  location: string | null
  body: string
}

/** One GET of an address, over in 10 seconds; at most 64 KB come back. Rejects where nothing answers. */
export type Ask = (url: string, headers: Readonly<Record<string, string>>) => Promise<Answer>

/** What people and logs learn while work goes on; never the only record of anything. */
export interface Events {
  emit(event: Event): void
}

/** Counts what matters of this process, for who watches many of them. What the store knows is read there instead. */
export interface Metrics {
  /** Adds one, or `by`. Of what a transaction did, once it is committed. */
  count<Name extends CounterName>(name: Name, labels: CounterLabels<Name>, by?: number): void
  observe<Name extends DurationName>(name: Name, labels: DurationLabels<Name>, seconds: number): void
}

/** How far a long piece of work has come. */
export interface Progress {
  step(name: string, done: number, total: number): void
}

/** Word that there is work. What there is to do is in the store's rows: a word that is lost costs time and nothing else. */
export interface Jobs {
  /** `part`: of work that is shared out, one part alone. */
  wake(name: JobName, part?: number): Promise<void>
}

/** The turns of hosts that are asked, where several processes ask them. */
export interface HostTurns {
  /** Resolves when no other process asks this host, with what ends the turn; at once when `signal` asks for it. */
  take(host: string, signal: AbortSignal | undefined): Promise<() => Promise<void>>
}

/** The volumes that this process writes to, and the space that is kept there for what cannot wait. */
export interface Disk {
  /** Of the volume that has the least beyond its floor; null where none says how large it is. */
  space(): DiskSpace | null
  /** Bytes that may be written to a folder, which need not be there yet, beyond what is to stay free; null where its volume does not say. */
  spare(folder: string): number | null
  /** The volume of a folder, which need not be there yet, and the bytes that are free on it, all that is kept there included; null where it does not say. */
  volume(folder: string): { id: number; free: number } | null
  /** Gives the reserve up where there is hardly any other space: what is about to be written cannot wait. */
  beforeWrite(): void
  /** To be called where something could not be written for lack of space: gives the reserve up. */
  failed(): void
  /** Something could not be written, and there is no more space than there was. */
  isFailing(): boolean
  /** Makes the reserve where it is not whole and there is space for it. True where it did. */
  keepReserve(): Promise<boolean>
}
