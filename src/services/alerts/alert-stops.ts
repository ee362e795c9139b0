import type { Actor } from '../../core/entities/actor.ts'
import type { Edition } from '../../core/entities/edition.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import type { Alert } from '../../core/entities/messages/alert.ts'
import { said, type Said } from '../../core/said/said.ts'
import type { Transaction } from '../../store/store.ts'
import type { GoneAndWaiting } from '../editions/stopping/gone-and-waiting.ts'
import { aboutDigest, doneTo, nameOf, pageOf, which } from './about-edition.ts'
import { alert } from './alert.ts'

/** Reports that somebody stopped an edition; call it in that transaction. */
export async function alertStopped(
  tx: Transaction,
  edition: Edition,
  { gone, waiting, reason }: GoneAndWaiting & { reason: string },
  by: Actor,
  at: Temporal.Instant,
): Promise<void> {
  await report(tx, 'stopped', edition, by, at, (digest, person) => ({
    subject: said('alert-stopped-subject', { name: nameOf(digest, edition.date) }),
    lead:
      edition.startedAt === null
        ? said('alert-stopped-early-lead', { person })
        : said('alert-stopped-lead', { person, gone, waiting }),
    points: [{ name: said('alert-why'), text: reason }],
    advice: said('alert-stopped-advice', which(digest, edition.date)),
  }))
}

/** Reports that a stopped edition continues; call it in that transaction. */
export async function alertContinued(
  tx: Transaction,
  edition: Edition,
  { waiting }: GoneAndWaiting,
  by: Actor,
  at: Temporal.Instant,
): Promise<void> {
  await report(tx, 'continued', edition, by, at, (digest, person) => ({
    subject: said('alert-continued-subject', { name: nameOf(digest, edition.date) }),
    lead:
      edition.startedAt === null
        ? said('alert-continued-early-lead', { person })
        : said('alert-continued-lead', { person, waiting }),
    points: [],
    advice: said('alert-continued-advice'),
  }))
}

async function report(
  tx: Transaction,
  done: 'stopped' | 'continued',
  edition: Edition,
  by: Actor,
  at: Temporal.Instant,
  contentOf: (digest: Digest, person: Said | string) => Omit<Alert, 'isChosen' | 'page'>,
): Promise<void> {
  const found = await doneTo(tx, edition, by)
  if (!found) return
  const { digest, person } = found
  const content = { ...contentOf(digest, person), page: pageOf(digest, edition) }
  const dedupe = `${done}:${edition.id}:${at.epochMilliseconds}`
  await alert(tx, { dedupe, about: aboutDigest('stopped', digest), by }, content, at)
}
