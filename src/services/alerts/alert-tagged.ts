import type { Actor } from '../../core/entities/actor.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import type { Edition } from '../../core/entities/edition.ts'
import type { Subscription } from '../../core/entities/subscription.ts'
import { said } from '../../core/said/said.ts'
import type { Transaction } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { aboutDigest, nameOf, raise } from './about-edition.ts'
import { alert } from './alert.ts'

/** Readers named in an alert, by id, because an address in it would outlive its person; the others are counted. */
const mostPoints = 20

const pageOf = ({ key }: Digest, id: number | null): string =>
  id === null ? `desk/readers/missed?digest=${key}` : `desk/readers/${id}?digest=${key}`

/** Reports that a reader with an alerting tag has left, in that transaction. Whoever did it gets no alert. */
export async function alertTaggedLeft(
  tx: Transaction,
  { id, subscriberId, digestId }: Pick<Subscription, 'id' | 'subscriberId' | 'digestId'>,
  by: Actor,
  at: Temporal.Instant,
): Promise<void> {
  const tags = (await tx.tags.ofReader(subscriberId)).filter(({ alerts }) => alerts)
  const digest = tags.length > 0 ? await tx.digests.byId(digestId) : null
  if (!digest) return
  const names = tags.map(({ name }) => name)
  const content = {
    subject: said('alert-tag-left-subject', { tags: names, digest: digest.name }),
    lead: said('alert-tag-left-lead', { number: id, tags: names }),
    points: [],
    advice: said('alert-tag-left-advice'),
    page: pageOf(digest, id),
  }
  const dedupe = `tag-left:${id}:${at.epochMilliseconds}`
  await alert(tx, { dedupe, about: aboutDigest('tagged-readers', digest), by }, content, at)
}

/** Reports, once an edition has been sent, which of its failed e-mails were to readers with an alerting tag. */
export async function alertTaggedFailed(
  { store, clock, events }: Pick<Context, 'store' | 'clock' | 'events'>,
  edition: Edition,
): Promise<void> {
  const failed = await store.tags.failedIn(edition.id, mostPoints)
  if (failed.count === 0) return
  const digest = await store.digests.byId(edition.digestId)
  if (!digest) return
  const { count } = failed
  const content = {
    subject: said('alert-tag-failed-subject', { count, name: nameOf(digest, edition.date) }),
    lead: said('alert-tag-failed-lead', { count }),
    points: failed.readers.map(({ subscriptionId, why, tags }) => ({
      name: said('alert-tag-reader', { number: subscriptionId, tags }),
      text: why,
    })),
    advice: said('alert-tag-failed-advice'),
    page: pageOf(digest, null),
  }
  const event = { dedupe: `tag-failed:${edition.id}`, about: aboutDigest('tagged-readers', digest) }
  await store.transaction((tx) => raise(tx, events, event, content, clock.now()))
}
