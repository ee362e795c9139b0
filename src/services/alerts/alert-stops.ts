import type { Actor } from '../../core/entities/actor.ts'
import type { Edition } from '../../core/entities/edition.ts'
import { said } from '../../core/said/said.ts'
import type { Transaction } from '../../store/store.ts'
import type { GoneAndWaiting } from '../editions/stopping/gone-and-waiting.ts'
import { aboutDigest, doneTo, nameOf, pageOf, which } from './about-edition.ts'
import { alert } from './alert.ts'

/** Reports that somebody stopped an edition; in the transaction that did it. */
export async function alertStopped(
  tx: Transaction,
  edition: Edition,
  { gone, waiting, reason }: GoneAndWaiting & { reason: string },
  by: Actor,
  at: Temporal.Instant,
): Promise<void> {
  const done = await doneTo(tx, edition, by)
  if (!done) return
  const { digest, person } = done
  const content = {
    subject: said('alert-stopped-subject', { name: nameOf(digest, edition.date) }),
    lead:
      edition.startedAt === null
        ? said('alert-stopped-early-lead', { person })
        : said('alert-stopped-lead', { person, gone, waiting }),
    points: [{ name: said('alert-why'), text: reason }],
    advice: said('alert-stopped-advice', which(digest, edition.date)),
    page: pageOf(digest, edition),
  }
  const dedupe = `stopped:${edition.id}:${at.epochMilliseconds}`
  await alert(tx, { dedupe, about: aboutDigest('stopped', digest), by }, content, at)
}

/** Reports that a stopped edition goes on; in the transaction that did it. */
export async function alertContinued(
  tx: Transaction,
  edition: Edition,
  { waiting }: GoneAndWaiting,
  by: Actor,
  at: Temporal.Instant,
): Promise<void> {
  const done = await doneTo(tx, edition, by)
  if (!done) return
  const { digest, person } = done
  const content = {
    subject: said('alert-continued-subject', { name: nameOf(digest, edition.date) }),
    lead:
      edition.startedAt === null
        ? said('alert-continued-early-lead', { person })
        : said('alert-continued-lead', { person, waiting }),
    points: [],
    advice: said('alert-continued-advice'),
    page: pageOf(digest, edition),
  }
  const dedupe = `continued:${edition.id}:${at.epochMilliseconds}`
  await alert(tx, { dedupe, about: aboutDigest('stopped', digest), by }, content, at)
}
