import type { DiskSpace } from './entities/disk-space.ts'
import type { Event } from './events.ts'
import type { JobName } from './jobs.ts'
import type { CounterLabels, CounterName, DurationLabels, DurationName } from './metrics/counted.ts'

/** The source of time, so that tests and `--date` runs can replace it. */
export interface Clock {
  now(): Temporal.Instant
}

/** Resolves after a number of milliseconds, or at once when `signal` aborts; never rejects. In tests it moves the clock. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

/** The source of randomness: jitter, tokens and keys. */
export interface Random {
  /** A float in [0, 1). */
  next(): number
  bytes(count: number): Buffer
}

/** DNS look-ups, which tests replace. */
export interface Resolver {
  /** All addresses of a host, IPv4 and IPv6, as text. Rejects if the name does not resolve. */
  resolve(host: string): Promise<string[]>
  /** The addresses of a name by DNS alone, IPv4 or else IPv6; empty if it has none. Rejects if DNS does not answer. */
  addresses(name: string): Promise<string[]>
  /** The TXT records of a name, each joined from its strings; empty if it has none. Rejects if DNS does not answer. */
  texts(name: string): Promise<string[]>
  /**
   * A domain's mail servers by its MX records, best first; empty if it has none; one empty name for a null MX (RFC 7505). Rejects if DNS
   * does not answer.
   */
  mailServers(domain: string): Promise<string[]>
}

/** The response to an HTTP request. */
export interface Answer {
  status: number
  /** The target of a redirect, which is not followed. */
  location: string | null
  body: string
}

/** One GET request with a limit of 10 seconds and 64 KB. Rejects if there is no response. */
export type Ask = (url: string, headers: Readonly<Record<string, string>>) => Promise<Answer>

/** Reports for people and logs while work is in progress; never the only record of anything. */
export interface Events {
  emit(event: Event): void
}

/** Metrics of this process, for monitoring. What the store knows is read from there instead. */
export interface Metrics {
  /** Adds one, or `by`. Results of a transaction are counted after its commit. */
  count<Name extends CounterName>(name: Name, labels: CounterLabels<Name>, by?: number): void
  observe<Name extends DurationName>(name: Name, labels: DurationLabels<Name>, seconds: number): void
}

/** The progress of long work. */
export interface Progress {
  step(name: string, done: number, total: number): void
}

/** Signals that there is work. The work itself is derived from the store's rows: a lost signal costs only time. */
export interface Jobs {
  /** `part`: only this part of work that is divided. */
  wake(name: JobName, part?: number): Promise<void>
}

/** Coordinates requests to the same host among several processes. */
export interface HostTurns {
  /** Waits until no other process uses this host, or until `signal` aborts; resolves with a function that ends the turn. */
  take(host: string, signal: AbortSignal | undefined): Promise<() => Promise<void>>
}

/** The volumes that this process writes to, and the space reserved there for what cannot wait. */
export interface Disk {
  /** The volume with the least space above its floor; null if no volume reports its size. */
  space(): DiskSpace | null
  /** Bytes that may be written to a folder, which need not exist yet, beyond what must stay free; null if its volume does not report it. */
  spare(folder: string): number | null
  /** The volume of a folder, which need not exist yet, and its free bytes, including those reserved; null if it does not report them. */
  volume(folder: string): { id: number; free: number } | null
  /** Releases the reserve if hardly any other space is left, for a write that cannot wait. */
  beforeWrite(): void
  /** Must be called when something could not be written for lack of space: releases the reserve. */
  failed(): void
  /** True if something could not be written, and no space has become free since. */
  isFailing(): boolean
  /** Restores the reserve if it is incomplete and there is space for it. True if it did. */
  keepReserve(): Promise<boolean>
}
