import type { ReportedRecipient, ReportKind } from '../../../core/entities/feedback/report.ts'
import type { ReturnTag } from '../../../core/return-path.ts'
import type { HookEvent } from '../../../mail/hooks/hook.ts'
import type { Context } from '../../context.ts'
import { keyOf, storable } from '../keep-once.ts'
import { tagOfEvent } from './hook-tag.ts'

/** What an event says of one recipient, with the e-mail of its tag and the key under which it is stored. */
export interface Reported {
  key: string
  event: HookEvent
  kind: ReportKind
  recipient: ReportedRecipient
  tag: ReturnTag | null
}

type Deps = Pick<Context, 'settings' | 'linkKeys'>

function reportedIn(context: Deps, given: HookEvent): Reported[] {
  const event = storable(given)
  const tag = tagOfEvent(context, event)
  const about = tag ? `${tag.subscription}/${tag.edition}` : ''
  const kind = event.kind === 'left' || event.kind === 'delivered' ? 'other' : event.kind
  return event.recipients.map((named) => {
    // If a service names no recipient, the event is about the reader of the e-mail.
    const recipient = named.address === '' ? { ...named, address: null } : named
    return { key: keyOf(event.id, { kind, recipient, about }), event, kind, recipient, tag }
  })
}

/** Keys looked up per query. */
const atOnce = 500

/** What events report that is not stored yet, without repeats. For a repeated request that is little or nothing. */
export async function newlyReported(
  context: Deps & Pick<Context, 'store'>,
  events: readonly HookEvent[],
): Promise<Reported[]> {
  const all = new Map<string, Reported>()
  for (const event of events) for (const one of reportedIn(context, event)) all.set(one.key, one)
  const keys = [...all.keys()]
  for (let at = 0; at < keys.length; at += atOnce)
    for (const key of await context.store.feedback.keptOf(keys.slice(at, at + atOnce))) all.delete(key)
  return [...all.values()]
}
