import type { Actor } from '../../core/entities/actor.ts'
import type { DigestAlert } from '../../core/entities/alerts.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import type { Edition, EditionPlace } from '../../core/entities/edition.ts'
import type { Alert } from '../../core/entities/messages/alert.ts'
import { deskEditionPath } from '../../core/links.ts'
import type { Events } from '../../core/ports.ts'
import { said, type Said } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'
import type { Transaction } from '../../store/store.ts'
import { nameActors } from '../accounts/name-actors.ts'
import { actorText } from '../../core/entities/actor.ts'
import { alert, type AlertEvent, type AlertTx } from './alert.ts'

export const nameOf = (digest: Digest, date: Temporal.PlainDate): Said =>
  said('edition-name', { digest: digest.name, date: date.toString() })

/** The arguments with which commands name an edition. */
export const which = (digest: Digest, date: Temporal.PlainDate): { digest: string; date: string } => ({
  digest: digest.key,
  date: date.toString(),
})

/** A page of an edition on the desk, such as `checks`; without a name, the edition's own. */
export const pageOf = ({ key }: Digest, { date, number }: EditionPlace, page = ''): string =>
  deskEditionPath({ key, date, number }, page)

export const aboutDigest = (alertKind: DigestAlert, { id }: Digest): AlertEvent['about'] => ({
  alert: alertKind,
  digest: id,
})

/** `07:00` in the digest's zone. */
export const timeOf = ({ schedule }: Digest, at: Temporal.Instant): string =>
  at.toZonedDateTimeISO(schedule.timeZone).toPlainTime().toString({ smallestUnit: 'minute' })

/** By e-mail, and in the log, which is also read where nobody gets alerts. */
export async function raise(
  tx: AlertTx,
  events: Events,
  event: AlertEvent,
  content: Omit<Alert, 'isChosen'>,
  at: Temporal.Instant,
): Promise<void> {
  if (await alert(tx, event, content, at))
    events.emit({
      name: 'edition.alert',
      message: english(said('alert-log', { subject: content.subject, lead: content.lead })),
    })
}

/** What somebody did to an edition, with its digest and their name. */
export async function doneTo(
  tx: Pick<Transaction, 'digests' | 'accounts'>,
  { digestId }: Pick<Edition, 'digestId'>,
  by: Actor,
): Promise<{ digest: Digest; person: Said | string } | null> {
  const digest = await tx.digests.byId(digestId)
  if (!digest) return null
  if (by.kind === 'command') return { digest, person: said('alert-by-command') }
  const name = actorText(by)
  return { digest, person: (await nameActors({ store: tx }, [name]))(name) }
}
