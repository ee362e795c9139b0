import { schedule } from 'node-cron'
import { reasonOf } from '../core/errors.ts'
import type { Context } from '../services/context.ts'
import { sendDue } from '../services/sending/delivery/send-due.ts'
import { sendMessages } from '../services/sending/outbox/send-messages.ts'
import { deleteOldDaily } from '../services/retention/retention.ts'
import { catchUp, advanceEditions } from '../services/editions/composing/advance-editions.ts'
import { collectDue } from '../services/collecting/reading/collect-due.ts'

export interface Scheduler {
  /** Asks the work under way to come to a stop, and waits until it has. */
  stop(): Promise<void>
}

/**
 * Wakes every minute and does what is due. node-cron only wakes: what is due is computed from the store,
 * so a skipped or doubled waking (clock changes, sleep) loses and repeats nothing. Reading sources, making editions, the
 * outbox and sending go on beside each other: a long send holds up no other digest's cutoff, a slow source no edition.
 */
export function startScheduler(context: Context): Scheduler {
  const stopping = new AbortController()
  const { signal } = stopping
  const guarded = (work: () => Promise<void>) => async (): Promise<void> => {
    try {
      await work()
    } catch (error) {
      context.events.emit({ level: 'error', name: 'scheduler.failed', message: reasonOf(error) })
    }
  }
  /** Work that is woken again and again and never runs beside itself. */
  const round = (work: (context: Context, signal: AbortSignal) => Promise<void>): (() => Promise<void>) => {
    let running: Promise<void> | null = null
    const once = guarded(() => work(context, signal))
    return () =>
      (running ??= once().finally(() => {
        running = null
      }))
  }
  const collecting = guarded(() => collectDue(context, signal))
  const editions = round(advanceEditions)
  const late = round(catchUp)
  const outbox = round(sendMessages)
  const underWay = new Set<number>()
  const deliveries = guarded(() => sendDue(context, signal, underWay))
  const retention = round(deleteOldDaily)
  const wake = async (): Promise<void> => {
    const beside = [collecting(), outbox(), deliveries()]
    await editions()
    // What was just made leaves now rather than a minute later.
    if (!signal.aborted) beside.push(late(), outbox(), deliveries(), retention())
    await Promise.all(beside)
  }
  const wakings = new Set<Promise<void>>()
  const task = schedule('* * * * *', () => {
    const waking = wake().finally(() => wakings.delete(waking))
    wakings.add(waking)
  })
  return {
    async stop() {
      stopping.abort()
      await task.stop()
      await Promise.all(wakings)
    },
  }
}
