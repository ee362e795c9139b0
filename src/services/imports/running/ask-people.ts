import type { Import } from '../../../core/entities/imports/import.ts'
import type { Transaction } from '../../../store/store.ts'
import { consentForm } from '../../subscribers/joining/consent.ts'
import { writeConfirmation } from '../../subscribers/joining/write-confirmation.ts'
import { openMailMaking, type MailMaking } from '../../subscribers/mails/reader-mails.ts'
import type { RunDeps } from './run-imports.ts'

/** Those who sign up by themselves come first: lists ask half as many in an hour as may leave. */
const share = 0.5

/** How many people may be asked now, at most `most`; taken of the budget. */
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

/** Asks each new one of a stretch, by a confirmation, whether they want the digest. */
export async function askPeople(
  context: RunDeps,
  tx: Transaction,
  stretch: Parameters<Transaction['importMerges']['people']>[0],
  { id }: Import,
  at: Temporal.Instant,
): Promise<void> {
  const making = new Map<number, MailMaking>()
  for (const person of await tx.importMerges.people(stretch, 'added')) {
    const { subscriptionId, subscriberId, digestId, email } = person
    const subscription = subscriptionId === null ? null : await tx.subscribers.byId(subscriptionId)
    const made = making.get(digestId) ?? (await makingOf(context, tx, digestId))
    if (!subscription || !made) continue
    making.set(digestId, made)
    const { topics, days, hour, timeZone } = subscription
    const { version, words } = consentForm(made.newsroom, made.digest, made.digest.language)
    await tx.signUps.putForm(version, words)
    const signUp = await tx.signUps.add({
      subscriptionId: subscription.id,
      choices: { topics, days, hour, timeZone },
      form: version,
      requestedAt: at,
      requestedIp: `import:${id}`,
    })
    await writeConfirmation(context, tx, made, { signUp, email, subscriberId }, { at, dueAt: at })
  }
}

async function makingOf(context: RunDeps, tx: Transaction, digestId: number): Promise<MailMaking | null> {
  const digest = await tx.digests.byId(digestId)
  return digest && openMailMaking({ ...context, store: { ...context.store, ...tx } }, digest)
}
