import type { Said } from '../../core/said/said.ts'
import type { ReportedRecipient, ReportKind } from '../../core/entities/feedback/report.ts'

/** A received request. */
export interface HookRequest {
  /** The value of a header by its lower-case name; '' if missing. */
  header(name: string): string
  /** The raw bytes, over which signatures are computed. */
  body: Buffer
}

/** An event that a service reports about an e-mail. All of it comes from outside. */
export interface HookEvent {
  /** Equal when the service reports the same event again. */
  id: string
  /** `left`: the reader used the service's own link to unsubscribe. */
  kind: ReportKind | 'delivered' | 'left'
  recipients: ReportedRecipient[]
  /** For a complaint, such as `abuse`; otherwise ''. */
  feedbackType: string
  /** The e-mail's tag as repeated by the service; '' if it is not. */
  tag: string
  /** The e-mail's envelope sender as repeated by the service; '' if it is not. */
  returnPath: string
  /** The event as text. */
  raw: string
}

export type HookReading =
  | {
      ok: true
      /** The signed time; null if the service signs none. */
      signedAt: Temporal.Instant | null
      /** A token that is valid with one body only, if the signature does not cover the body; otherwise null. */
      once: string | null
      events: readonly HookEvent[]
      /** What to log about a request concerning the hook itself. */
      says?: Said
    }
  /**
   * `forged`: not verified to come from the service. `malformed`: not one of its reports. `too-many`: more events than are accepted at
   * once. `unavailable`: it cannot be verified now.
   */
  | { ok: false; problem: 'forged' | 'malformed' | 'too-many' | 'unavailable'; why: Said }

/** Reads the requests of a service. Never throws, whatever the request. */
export interface Hook {
  read(request: HookRequest): Promise<HookReading>
}

export const refused = (
  problem: Extract<HookReading, { ok: false }>['problem'],
  why: Said,
): Extract<HookReading, { ok: false }> => ({ ok: false, problem, why })
