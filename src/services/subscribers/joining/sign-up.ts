import { contactOf } from '../../../core/entities/contact.ts'
import { addressHash, readAddress, withoutTag } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Choices } from '../../../core/entities/subscription.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, saidOf, type Refused } from '../../../core/said/said.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { requireNotFull } from '../../disk/require-space.ts'
import { requireNewsroom } from '../../newsroom/find-digest.ts'
import { openMailMaking, type MailMaking } from '../mails/reader-mails.ts'
import { readChoices, type WrittenChoices } from '../read-choices.ts'
import { suppressionKey } from '../suppression-key.ts'
import { takeOfAddress, takeOfNetwork } from './budgets.ts'
import { readSolution, useSolution } from './challenge.ts'
import { consentForm } from './consent.ts'
import { dueOfSite, writeConfirmation, writeKnown } from './write-confirmation.ts'

/** What somebody submits who wants a digest. */
export interface SignUpForm extends WrittenChoices {
  email: string
  /** The client's IP address. */
  ip: string
  /** The language of the form, whose words are stored. */
  language: string
  /** A solved challenge from the browser; null if the same request passed before, as when it is sent again. */
  solution?: string | null
}

export type SignUpField = 'email' | 'topics' | 'days' | 'hour' | 'time_zone' | 'solution'

/** The same answer for every address, whatever is known about it. `seconds` if the network has to wait. */
export type SignedUp =
  | { ok: true; email: string }
  | ({ field: SignUpField } & Refused)
  | ({ field: null; seconds: number } & Refused)

export type SignUpDeps = Pick<
  Context,
  'store' | 'clock' | 'settings' | 'linkKeys' | 'random' | 'mail' | 'events' | 'metrics' | 'disk'
>

/**
 * Asks the owner of an address, by e-mail, whether they want a digest; this subscribes nobody. When it returns, the request is synced and
 * its e-mail is in the outbox. An active subscription is unchanged: such a reader gets an e-mail that says so. Throws `store-unavailable`
 * if the disk is full, because anybody could use up the remaining space.
 */
export async function signUp(
  context: SignUpDeps,
  digest: Digest,
  form: SignUpForm,
  actor: Actor,
): Promise<SignedUp> {
  requirePermission(actor, 'sign-up', digest.id)
  requireNotFull(context)
  const address = readAddress(form.email)
  if (!address.ok) return { field: 'email', ...refused('address-typed', { why: saidOf(address) }) }
  const reading = readChoices(form, digest)
  if (!reading.ok) return reading
  const solved = await solvedBy(context, form)
  if (solved === 'missing') return unsolved(contactOf(await requireNewsroom(context)))
  const key = await suppressionKey(context)
  const at = context.clock.now()
  const request: Request = {
    making: await openMailMaking(context, digest),
    email: address.address,
    hash: addressHash(key, address.address),
    mailbox: addressHash(key, withoutTag(address.address)),
    choices: reading.choices,
    form,
    at,
  }
  const seconds = await context.store.transaction(async (tx) => {
    if (solved !== null && !(solved && (await useSolution(tx, solved, at)))) return null
    const wait = await takeOfNetwork(tx, key, form.ip, at)
    if (wait === 0 && (await takeOfAddress(tx, request.mailbox, at))) await answer(context, tx, request)
    return wait
  })
  if (seconds === null) return { field: 'solution', ...refused('challenge-failed') }
  if (seconds === 0) {
    context.metrics.count('daywire_subscriptions_total', { change: 'requested' })
    return { ok: true, email: address.address }
  }
  const minutes = Math.ceil(seconds / 60)
  return { field: null, seconds, ...refused('sign-ups-many', { minutes }) }
}

/** Null if no challenge is required, false if it is not solved. */
async function solvedBy(context: SignUpDeps, { solution = '' }: SignUpForm) {
  if (!context.settings.signUps.isChallenged || solution === null) return null
  if (solution === '') return 'missing'
  return (await readSolution(context, solution)) ?? false
}

const unsolved = (contact: string): SignedUp => ({
  field: 'solution',
  ...refused('challenge-missing', { contact }),
})

interface Request {
  making: MailMaking
  email: string
  hash: string
  /** Hash of the mailbox without the address's tag, for its budget. */
  mailbox: string
  choices: Choices
  form: SignUpForm
  at: Temporal.Instant
}

/** Writes the appropriate e-mail for an address, if any. */
async function answer(context: SignUpDeps, tx: Transaction, request: Request): Promise<void> {
  const { making, email, hash, choices, at } = request
  const { digest } = making
  // A suppressed address gets no e-mail, whoever asks; the newsroom can lift that.
  if (await tx.suppressions.inForce(hash, email)) return
  const dueAt = await dueOfSite(context, tx, at)
  if (dueAt === null) return
  // Also locks the person, who may be erased, or sign up, at the same time.
  const subscriberId = await tx.subscribers.admit({ email, hash, name: null }, at)
  const known = await tx.subscribers.subscriptionOf(hash, digest.id)
  if (known?.status === 'active') {
    const subscription = await tx.subscribers.byId(known.id)
    if (subscription) await writeKnown(tx, making, subscription, { at, dueAt })
    return
  }
  if (!known) await tx.subscribers.subscribe(subscriberId, digest.id, choices, at, 'pending')
  if (known?.status === 'expired') await tx.subscribers.move(known.id, 'expired', 'pending', at)
  const subscription = await tx.subscribers.subscriptionOf(hash, digest.id)
  if (!subscription) return
  const id = await recordedAs(tx, request, subscription.id)
  const person = await tx.subscribers.byId(subscription.id)
  await writeConfirmation(
    context,
    tx,
    making,
    { signUp: id, email: person?.email ?? email, subscriberId },
    { at, dueAt },
  )
}

/** The request that this one repeats, if nothing is new about it, otherwise a new one. */
async function recordedAs(
  tx: Transaction,
  { making: { newsroom, digest }, choices, form, at }: Request,
  subscriptionId: number,
): Promise<number> {
  const { version, words } = consentForm(newsroom, digest, form.language)
  const last = (await tx.signUps.of(subscriptionId)).at(-1)
  const isSame =
    last?.confirmedAt === null &&
    last.form === version &&
    last.requestedIp === form.ip &&
    JSON.stringify(last.choices) === JSON.stringify(choices) &&
    Temporal.Instant.compare(last.requestedAt.add({ hours: 24 }), at) > 0
  if (isSame && last) return last.id
  await tx.signUps.putForm(version, words)
  return tx.signUps.add({ subscriptionId, choices, form: version, requestedAt: at, requestedIp: form.ip })
}
