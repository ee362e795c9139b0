import type { AccountActor } from '../../../../core/entities/account.ts'
import {
  endPresence,
  notedEvery,
  notePresence,
  type WatchedDay,
} from '../../../../services/editions/watching/presence.ts'
import type { WebContext } from '../../../web-context.ts'

/** The people with open windows of a day that this process serves. */
export interface Presence {
  /** Opens another window; returns what to call in each turn, and when it closes. */
  open(actor: AccountActor, day: WatchedDay): Window
}

interface Window {
  /** `isMissing`: the store does not list the person, whenever they were recorded last. */
  note(actor: AccountActor, isMissing?: boolean): Promise<void>
  close(actor: AccountActor): Promise<void>
}

/**
 * Records a person once for all their windows of a day, and that they left when the last one closes. Another process may serve more of
 * their windows: if the last one there closes, they are recorded again as soon as they are missing.
 */
export function openPresence(context: WebContext['context']): Presence {
  const here = new Map<string, { windows: number; notedAt: number }>()
  return {
    open({ id }, day) {
      const key = `${id}/${day.digestId}/${day.date.toString()}`
      const own = here.get(key) ?? { windows: 0, notedAt: -Infinity }
      own.windows += 1
      here.set(key, own)
      return {
        async note(actor, isMissing = false) {
          const now = context.clock.now().epochMilliseconds
          if (!isMissing && Math.abs(now - own.notedAt) < notedEvery) return
          own.notedAt = now
          await notePresence(context, actor, day)
        },
        async close(actor) {
          own.windows -= 1
          if (own.windows > 0) return
          here.delete(key)
          await endPresence(context, actor, day)
        },
      }
    },
  }
}
