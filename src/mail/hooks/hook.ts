import type { Said } from '../../core/said/said.ts'
import type { ReportedRecipient, ReportKind } from '../../core/entities/feedback/report.ts'

/** A request as it came in. */
export interface HookRequest {
  /** Of a header, by its name in small letters; '' where it is not there. */
  header(name: string): string
  /** The bytes that were sent: signatures are over these. */
  body: Buffer
}

/** One thing that a service says of one e-mail. All of it came from outside. */
export interface HookEvent {
  /** The same whenever the service says the same again. */
  id: string
  /** `left`: the reader used the service's own link to unsubscribe. */
  kind: ReportKind | 'delivered' | 'left'
  recipients: ReportedRecipient[]
  /** Of a complaint, such as `abuse`; else ''. */
  feedbackType: string
  /** The tag of the e-mail, as the service repeats it; '' where it does not. */
  tag: string
  /** The envelope sender of the e-mail, as the service repeats it; '' where it does not. */
  returnPath: string
  /** The event itself, as text. */
  raw: string
}

export type HookReading =
  | {
      ok: true
      /** What the service signed; null where it signs no time. */
      signedAt: Temporal.Instant | null
      /** What may come with one body alone, as the signature does not cover that; null where it does. */
      once: string | null
      events: readonly HookEvent[]
      /** What there is to log of a request that is about the hook itself. */
      says?: Said
    }
  /**
   * `forged`: not proven to come from the service. `malformed`: no report of it. `too-many`: more events than are taken at once.
   * `unavailable`: it cannot be verified now.
   */
  | { ok: false; problem: 'forged' | 'malformed' | 'too-many' | 'unavailable'; why: Said }

/** Reads what one service sends. Never throws for what a request can be. */
export interface Hook {
  read(request: HookRequest): Promise<HookReading>
}

export const refused = (
  problem: Extract<HookReading, { ok: false }>['problem'],
  why: Said,
): Extract<HookReading, { ok: false }> => ({ ok: false, problem, why })
