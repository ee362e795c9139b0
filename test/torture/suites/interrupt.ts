import { upTo } from '../chance.ts'
import type { Place } from '../place/place.ts'

/** Moments of the conversation per e-mail, as the counting server counts them. */
const momentsOfMail = 7
/** Percentage of signals that come at a time after the start rather than at a moment of the conversation. */
const byTime = 15
/** Milliseconds; a start takes about one second. */
const latestByTime = 2_500

export interface Interruption {
  /** The moment of the conversation at the signal. */
  moment: string
  /** What ended the process. */
  signal: NodeJS.Signals | null
  code: number | null
  /** Milliseconds from the signal to the end of the process. */
  took: number
  stderr: string
}

/**
 * Starts a sender and sends it a signal at a random moment of the conversation, or some milliseconds later. On average half of a point's
 * share of the e-mails has been sent by then. Null if the sender had ended before.
 */
export async function interrupt(
  place: Place,
  signal: NodeJS.Signals,
  share: number,
  chance: () => number,
): Promise<Interruption | null> {
  const sender = place.start(['run'])
  let moment: string | null = null
  let sentAt = 0
  const come = (at: string): void => {
    moment = at
    sentAt = performance.now()
  }
  const plan = {
    moments: upTo(chance, Math.ceil(momentsOfMail * share)),
    after: Math.floor(chance() * 4),
    pid: sender.pid,
    signal,
  }
  let late: NodeJS.Timeout | undefined
  if (upTo(chance, 100) > byTime)
    void place.server.plan(plan).then((planned) => (planned.sent ? come(planned.moment) : undefined))
  else
    late = setTimeout(() => {
      come('no moment')
      sender.signal(signal)
    }, chance() * latestByTime)
  const ended = await sender.ended
  const took = performance.now() - sentAt
  clearTimeout(late)
  await place.server.forget()
  return moment === null ? null : { moment, took, ...ended }
}

/** `MAIL 3, RCPT 5`, for a note. */
export function countsOf(names: string[]): string {
  return [...Map.groupBy(names, (name) => name)]
    .map(([name, all]) => `${name} ${all.length}`)
    .sort()
    .join(', ')
}
