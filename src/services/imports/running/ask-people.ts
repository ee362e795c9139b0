import type { Transaction } from '../../../store/store.ts'
import { consentForm } from '../../subscribers/joining/consent.ts'
import { writeConfirmation } from '../../subscribers/joining/write-confirmation.ts'
import { openMailMaking, type MailMaking } from '../../subscribers/mails/reader-mails.ts'
import type { RunDeps } from './run-deps.ts'

/** People who sign up themselves have priority: lists may use half of the hourly budget. */
const share = 0.5

/** How many people may be asked now, at most `most`; deducts them from the budget. */
export async function mayAsk(
  { settings }: Pick<RunDeps, 'settings'>,
  tx: Transaction,
  at: Temporal.Instant,
  most: number,
): Promise<number> {
  const perHour = Math.max(1, Math.floor(settings.signUps.perHour * share))
  const burst = Math.ceil(perHour / 4)
  const budget = { key: 'import-asks', burst, interval: Math.ceil(3_600_000 / Math.max(1, perHour - burst)) }
  let count = 0
  while (count < most && (await tx.allowances.take(budget, at)) === 0) count += 1
  return count
}

/** What confirmations of each digest are made with, by its id. */
export async function openMakings(
  context: RunDeps,
  digestIds: readonly number[],
): Promise<Map<number, MailMaking>> {
  const makings = new Map<number, MailMaking>()
  for (const digest of await context.store.digests.list())
    if (digestIds.includes(digest.id)) makings.set(digest.id, await openMailMaking(context, digest))
  return makings
}

/** Sends each new reader of a batch a confirmation that asks whether they want the digest. */
export async function askPeople(
  context: RunDeps,
  tx: Transaction,
  stretch: Parameters<Transaction['importMerges']['people']>[0],
  makings: ReadonlyMap<number, MailMaking>,
  at: Temporal.Instant,
): Promise<void> {
  for (const { subscriptionId, subscriberId, digestId, email } of await tx.importMerges.people(
    stretch,
    'added',
  )) {
    const subscription = subscriptionId === null ? null : await tx.subscribers.byId(subscriptionId)
    const making = makings.get(digestId)
    if (!subscription || !making) continue
    const { topics, days, hour, timeZone } = subscription
    const { version, words } = consentForm(making.newsroom, making.digest, making.digest.language)
    await tx.signUps.putForm(version, words)
    const signUp = await tx.signUps.add({
      subscriptionId: subscription.id,
      choices: { topics, days, hour, timeZone },
      form: version,
      requestedAt: at,
      requestedIp: `import:${stretch.importId}`,
    })
    const asked = { signUp, email, subscriberId, from: 'import' as const }
    await writeConfirmation(context, tx, making, asked, { at, dueAt: at })
  }
}
