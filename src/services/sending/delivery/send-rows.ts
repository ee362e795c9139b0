import { setImmediate as turn } from 'node:timers/promises'
import type { Leaving } from '../../../core/entities/edition.ts'
import { AppError } from '../../../core/errors.ts'
import type { PreparedEdition } from '../../editions/prepare-edition.ts'
import type { DeliverDeps } from '../../context.ts'
import { connectionBackoff } from './connections/connection-backoff.ts'
import { openClaimQueue } from './ledger/claim-queue.ts'
import type { KeptVariants } from './kept-variants.ts'
import { connections, type Ledger } from './ledger/ledger.ts'
import { openLine } from './connections/line.ts'
import type { Pace } from '../limits/pace.ts'
import { sendOne, type Addressee } from './send-one.ts'
import { said } from '../../../core/said/said.ts'

export interface Work {
  context: DeliverDeps
  leaving: Leaving
  prepared: PreparedEdition
  ledger: Ledger
  variants: KeptVariants
  pace: Pace
  signal: AbortSignal
  /** When a mail that was due then is tried no more. */
  giveUp: (dueAt: Temporal.Instant) => Temporal.Instant
  /** Called for each mail that is through. */
  report: () => void
}

/** Ends that are not written yet: with more of them the connections wait, and other work gets its turn. */
const mostUnwritten = 500

/**
 * Sends what is due now over ten connections. Throws `smtp-unavailable` or `smtp-refused` where the server cannot be had, or takes no
 * mail over one connection after the other; rows that were not answered wait.
 */
export async function sendRows({ context, leaving, prepared, ledger, ...rest }: Work): Promise<void> {
  const { variants, pace, signal, giveUp, report } = rest
  const queue = openClaimQueue(context, leaving, prepared, ledger, giveUp)
  const transport = await context.mail.transport()
  /** Ends the waiting of connections once there is nothing left that they could take. */
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  const backoff = connectionBackoff(context, either)
  const faults: unknown[] = []
  let inHand = 0

  const open = async () => {
    const session = await transport.open()
    backoff.opened()
    return session
  }

  const sender = async (): Promise<void> => {
    const line = openLine({ open }, pace.isWorn)
    const member = backoff.join()
    const way = {
      line,
      memory: context.mail.reusedMemory(),
      variants,
      pace,
      park: queue.park,
      backoff,
      giveUp,
    }

    const handle = async (row: Addressee): Promise<void> => {
      const outcome = await sendOne(context, prepared, ledger, way, row).catch((error: unknown) => {
        if (isUnavailable(error)) return error
        throw error
      })
      if (outcome === 'parked') return
      queue.freed(row)
      if (outcome instanceof AppError) {
        queue.giveBack(row)
        return member.turnedAway(outcome)
      }
      if (outcome === 'withdrawn') queue.doubt(row)
      if (typeof outcome === 'object' && outcome.outcome === 'lost') {
        if (outcome.isToSendAgain) queue.giveBack(row)
        else report()
        if (outcome.isFresh) member.turnedAway(refusing(outcome.reply))
        return
      }
      if (typeof outcome === 'object') member.taken()
      if (outcome !== 'put-off') report()
    }

    try {
      while (!either.aborted) {
        await member.ready()
        const row = either.aborted ? null : await queue.next()
        if (!row) break
        inHand += 1
        await handle(row).finally(() => (inHand -= 1))
        if (ledger.unwritten() < mostUnwritten) continue
        await ledger.flush()
        await turn()
      }
    } catch (error) {
      faults.push(error)
      // What one finds of the server holds for all; any other fault ends them too.
      queue.stop()
      over.abort()
    } finally {
      if (inHand === 0 && queue.isDone()) over.abort()
      member.leave()
      await line.quit()
    }
  }
  await Promise.all(Array.from({ length: connections }, sender))
  await transport.close()
  await ledger.flush()
  const fault = faults.find((error) => !isUnavailable(error))
  if (fault !== undefined) throw fault
  // Nor is a round to be repeated at once in which no mail at all was answered.
  const vain = backoff.answered() === 0 ? backoff.fault() : null
  if ((faults.length > 0 || vain) && !signal.aborted) throw faults[0] ?? vain
}

const isUnavailable = (error: unknown): error is AppError =>
  error instanceof AppError && error.code.startsWith('smtp-')

const refusing = (reply: string) =>
  new AppError('smtp-unavailable', said('server-ends-connections', { reply }))
