import { setImmediate as turn } from 'node:timers/promises'
import type { Leaving } from '../../../core/entities/edition.ts'
import { AppError } from '../../../core/errors.ts'
import type { PreparedEdition } from '../../editions/prepare-edition.ts'
import type { DeliverDeps } from '../../context.ts'
import { connectionBackoff } from './connections/connection-backoff.ts'
import { openClaimQueue } from './ledger/claim-queue.ts'
import type { KeptVariants } from './kept-variants.ts'
import { connections, type Ledger } from './ledger/ledger.ts'
import { openReusedConnection } from './connections/reused-connection.ts'
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
  /** When an e-mail that was due then is given up. */
  giveUp: (dueAt: Temporal.Instant) => Temporal.Instant
  /** Called for each finished e-mail. */
  report: () => void
}

/** With more unwritten outcomes than this the connections wait, so that other work can run. */
const mostUnwritten = 500

/**
 * Sends what is due now over ten connections. Throws `smtp-unavailable` or `smtp-refused` if the server is unavailable or drops one
 * connection after the other without accepting an e-mail; rows without an answer wait.
 */
export async function sendRows({ context, leaving, prepared, ledger, ...rest }: Work): Promise<void> {
  const { variants, pace, signal, giveUp, report } = rest
  const queue = openClaimQueue(context, leaving, prepared, ledger, giveUp)
  const transport = await context.mail.transport()
  /** Aborted when nothing is left that waiting connections could send. */
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
    const connection = openReusedConnection({ open }, pace.isWorn)
    const member = backoff.join()
    const sendingDeps = {
      connection,
      memory: context.mail.reusedMemory(),
      variants,
      pace,
      park: queue.park,
      backoff,
      giveUp,
    }

    const handle = async (row: Addressee): Promise<void> => {
      const outcome = await sendOne(context, prepared, ledger, sendingDeps, row).catch((error: unknown) => {
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
      // A fault of the server affects all connections; any other error ends them too.
      queue.stop()
      over.abort()
    } finally {
      if (inHand === 0 && queue.isDone()) over.abort()
      member.leave()
      await connection.quit()
    }
  }
  await Promise.all(Array.from({ length: connections }, sender))
  await transport.close()
  await ledger.flush()
  const fault = faults.find((error) => !isUnavailable(error))
  if (fault !== undefined) throw fault
  // A round in which no e-mail was answered must not be repeated at once.
  const unavailable = backoff.answered() === 0 ? backoff.fault() : null
  if ((faults.length > 0 || unavailable) && !signal.aborted) throw faults[0] ?? unavailable
}

const isUnavailable = (error: unknown): error is AppError =>
  error instanceof AppError && error.code.startsWith('smtp-')

const refusing = (reply: string) =>
  new AppError('smtp-unavailable', said('server-ends-connections', { reply }))
