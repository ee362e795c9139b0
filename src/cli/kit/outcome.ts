import { AppError } from '../../core/errors.ts'
import type { DeliveryStatus } from '../../core/entities/states.ts'
import type { Context } from '../../services/context.ts'
import { heldElsewhere } from '../../services/sending/delivery/deliveries.ts'
import type { Edition } from '../../core/entities/edition.ts'
import type { Shell } from './context.ts'
import { exitCode } from './exit-codes.ts'

export type Counts = Partial<Record<DeliveryStatus, number>>

/** The exit code for an edition's ledger: 3 if deliveries are unknown, failed or deferred. */
export function exitCodeFor(counts: Counts): number {
  const partly = (counts.unknown ?? 0) + (counts.failed ?? 0) + (counts.deferred ?? 0)
  return partly > 0 ? exitCode.part : exitCode.done
}

/** `12 sent, 1 failed`, in the order of a delivery's states; `none` if there are no rows. */
export function countsInWords(counts: Counts): string {
  const order: DeliveryStatus[] = [
    'queued',
    'claimed',
    'inflight',
    'sent',
    'deferred',
    'failed',
    'skipped',
    'unknown',
  ]
  const words = order.flatMap((status) => (counts[status] ? [`${counts[status]} ${status}`] : []))
  return words.join(', ') || 'none'
}

/** Ends a command that succeeded with 3, too, if deliveries of the digest's other editions are unknown. */
export async function finishWith(
  shell: Shell,
  context: Pick<Context, 'store'>,
  edition: Edition,
  code: number,
): Promise<void> {
  const held = await heldElsewhere(context, edition)
  if (held > 0) shell.say(`${held} of other editions may or may not have arrived: daywire deliveries unknown`)
  shell.finish(code === exitCode.done && held > 0 ? exitCode.part : code)
}

/** Runs work that sends e-mails; if the server is unavailable, reports how to send them later. */
export async function sendOrExplain<T>(shell: Shell, again: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && error.code === 'smtp-unavailable')
      shell.say(
        `what has not been sent waits, for a day at most: run ${again} again in a few minutes; daywire serve does so automatically`,
      )
    throw error
  }
}

interface Named {
  date: Temporal.PlainDate
  number: number
}

/** `daily of 2026-11-23`, with the edition's number if it is not the scheduled one. */
export function editionName(digest: string, { date, number }: Named): string {
  return `${digest} of ${date.toString()}${number > 0 ? `, number ${number}` : ''}`
}

/** The same as arguments of a command. */
export function editionArguments(digest: string, { date, number }: Named): string {
  return `${digest} --date ${date.toString()}${number > 0 ? ` --number ${number}` : ''}`
}

/** What to do after a change of an edition, one line each. */
export function changedHints(
  digest: string,
  edition: Named,
  { revision, wasApproved }: { revision: number; wasApproved: boolean },
): string[] {
  const where = editionArguments(digest, edition)
  return [
    `look at it with: daywire preview ${where}`,
    ...(wasApproved
      ? [
          `it was approved, and is a draft again. It will not be sent before somebody approves revision ${revision}: daywire approve ${where}`,
        ]
      : []),
  ]
}

/** What can be done with a stopped edition, one line each. */
export function stopHints(digest: string, edition: Named): string[] {
  const where = editionArguments(digest, edition)
  return [
    `continue as it was: daywire editions continue ${where}`,
    `change it for readers who are still waiting: daywire editions correct ${where}`,
    `end it: daywire editions abandon ${where}`,
  ]
}

/** What to do about deliveries that were not simply sent, one line each. */
export function advice(
  digest: string,
  edition: Named,
  counts: Counts,
  nextTry: Temporal.Instant | null = null,
): string[] {
  const where = editionArguments(digest, edition)
  return [
    ...(counts.unknown
      ? [
          `${counts.unknown} may or may not have arrived: daywire deliveries unknown ${where}, then daywire deliveries resolve`,
        ]
      : []),
    ...(counts.failed ? [`${counts.failed} failed: daywire deliveries list ${where} --status failed`] : []),
    ...(counts.deferred
      ? [
          `${counts.deferred} wait for another attempt${nextTry ? ` at ${nextTry.toString({ smallestUnit: 'second' })} or later` : ''}: run daywire deliver ${where} then; daywire serve does so automatically`,
        ]
      : []),
  ]
}
