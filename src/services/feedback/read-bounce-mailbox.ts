import { z } from 'zod'
import { systemActor } from '../../core/entities/actor.ts'
import { reasonOf } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import { receiveMessage, type FeedbackDeps } from './receive-message.ts'

const positionName = 'bounce-mailbox'
const position = z.object({ validity: z.string(), uid: z.number() })

/**
 * Takes in what came into the bounce mailbox. A message is deleted there once it is kept here; one that is none of a server, a provider
 * or a program stays for people. Ended at any moment, the next call reads again what was not deleted, and keeps nothing twice. A server
 * that cannot be had is shown as an event.
 */
export async function readBounceMailbox(
  context: FeedbackDeps & Pick<Context, 'bounceMailbox'>,
  signal: AbortSignal,
): Promise<void> {
  const { store, events, bounceMailbox } = context
  if (!bounceMailbox) return
  const kept = await store.newsroom.setting(positionName)
  const after = kept === null ? null : position.parse(JSON.parse(kept))
  try {
    const next = await bounceMailbox.read(
      after,
      async ({ bytes }) => {
        const { kind } = await receiveMessage(context, { bytes, envelope: null }, systemActor)
        return kind !== 'other'
      },
      signal,
    )
    if (JSON.stringify(next) !== kept) await store.newsroom.putSetting(positionName, JSON.stringify(next))
  } catch (error) {
    if (signal.aborted) return
    const message = `the bounce mailbox (${bounceMailbox.describes}) was not read: ${reasonOf(error)}`
    events.emit({ level: 'warn', name: 'bounces.unread', message })
  }
}
