import { setImmediate as turn } from 'node:timers/promises'
import { AppError } from '../../core/errors.ts'
import type { SendOutcome } from '../../mail/transport.ts'
import type { Press } from '../editions/press.ts'
import type { DeliverRoom } from '../house.ts'
import { openFeed } from './feed.ts'
import type { KeptVariants } from './kept-variants.ts'
import { connections, type Ledger } from './ledger.ts'
import { openLine } from './line.ts'
import type { Pace } from './pace.ts'
import { sendOne } from './send-one.ts'

export interface Work {
  house: DeliverRoom
  editionId: number
  press: Press
  ledger: Ledger
  variants: KeptVariants
  pace: Pace
  signal: AbortSignal
  /** Called for each mail that is through. */
  tell: () => void
}

/** Ends that are told and not written: with more of them the connections wait, and other work gets its turn. */
const mostTold = 500
/** Refusals with 421 one after the other, over all connections, after which a server is left in peace. */
const mostRebuffs = 2 * connections

/**
 * Sends what is due now over ten connections. Throws `smtp-unavailable` or `smtp-refused` where none of them can go on; some may
 * be refused while others do.
 */
export async function sendRows({ house, editionId, press, ledger, ...rest }: Work): Promise<void> {
  const { variants, pace, signal, tell } = rest
  const feed = openFeed(house, editionId, press, ledger)
  const transport = await house.mail.transport()
  const heed = rebuffs()
  const faults: unknown[] = []

  const sender = async (): Promise<void> => {
    const line = openLine(transport, pace.isWorn)
    const way = { line, memory: house.mail.reusedMemory(), variants, pace, park: feed.park }
    try {
      for (let row = await feed.next(); row && !signal.aborted; row = await feed.next()) {
        const outcome = await sendOne(house, press, ledger, way, row).catch((error: unknown) => {
          if (isUnavailable(error)) feed.giveBack(row)
          throw error
        })
        if (outcome === 'parked') continue
        feed.freed(row)
        if (outcome === 'withdrawn') feed.doubt(row)
        else if (typeof outcome === 'object') heed(outcome)
        if (outcome !== 'put off') tell()
        if (ledger.told() < mostTold) continue
        await ledger.flush()
        await turn()
      }
    } finally {
      await line.quit()
    }
  }
  const guarded = async (): Promise<void> => {
    try {
      await sender()
    } catch (error) {
      faults.push(error)
      // Any other fault than a connection that cannot be had ends them all.
      if (!isUnavailable(error)) feed.stop()
    }
  }
  await Promise.all(Array.from({ length: connections }, guarded))
  await transport.close()
  await ledger.flush()
  const fault = faults.find((error) => !isUnavailable(error))
  if (fault !== undefined) throw fault
  if (faults.length > 0 && feed.left() > 0 && !signal.aborted) throw faults[0]
}

const isUnavailable = (error: unknown) => error instanceof AppError && error.code.startsWith('smtp-')

/** Throws `smtp-unavailable` where a server answers mail after mail with 421: each costs it a connection. */
function rebuffs(): (outcome: SendOutcome) => void {
  let count = 0
  return (outcome) => {
    if (outcome.outcome !== 'deferred' || outcome.code !== 421) count = 0
    else if (++count >= mostRebuffs)
      throw new AppError('smtp-unavailable', `the mail server asks to be left in peace: ${outcome.reply}`)
  }
}
