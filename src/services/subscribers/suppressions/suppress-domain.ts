import { mostCounted } from '../../../core/entities/readers/reader-filter.ts'
import { readDomain } from '../../../core/addresses/address-domain.ts'
import { actorText, type Actor } from '../../../core/entities/actor.ts'
import { domainSubject, type SuppressedDomain } from '../../../core/entities/suppression.ts'
import { AppError } from '../../../core/errors.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { said, saidOf } from '../../../core/said/said.ts'
import type { Repositories } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { keptIf } from '../../kept-if.ts'
import { readNote } from '../read-note.ts'
import { readReason } from '../../read-reason.ts'
import type { Grounds } from './suppress-address.ts'

/** A domain to be suppressed, optionally with its subdomains. */
export interface WantedDomain {
  domain: string
  withSubdomains: boolean
}

/** The state of a domain; if nothing was changed, as it was found. */
export interface DomainChange {
  domain: string
  outcome: 'done' | 'already'
  /** The suppression before; null if there was none. */
  before: SuppressedDomain | null
  /** How many readers have an address there, counted up to `mostCounted`. */
  readers: number
}

/** A domain as typed, in ASCII and lower case. Throws `bad-input` if it is invalid. */
export function readSuppressedDomain(written: string): string {
  const text = written.trim().replace(/^@/, '').replace(/\.$/, '')
  const reading = readDomain(text)
  if (!reading.ok)
    throw new AppError('bad-input', said('domain-refused', { domain: text, why: saidOf(reading) }))
  return reading.domain
}

/** The number of a domain's readers, and its current suppression. Throws `bad-input` for an invalid domain. */
export async function lookAtDomain(
  { store }: Pick<Context, 'store'>,
  { domain: written, withSubdomains }: WantedDomain,
  actor: Actor,
): Promise<Omit<DomainChange, 'outcome'>> {
  requirePermission(actor, 'view-suppressions', null)
  const domain = readSuppressedDomain(written)
  const before = await store.suppressedDomains.of(domain)
  const readers = await store.suppressedDomains.readersAt(domain, withSubdomains, mostCounted + 1)
  return { domain, before, readers }
}

/** Stops e-mails to every address of a domain, of readers or not. Throws `bad-input` for an invalid domain or without a reason. */
export async function suppressDomain(
  context: Pick<Context, 'store' | 'clock'>,
  wanted: WantedDomain,
  { reason, actor, dryRun, note = '' }: Grounds,
): Promise<DomainChange> {
  requirePermission(actor, 'change-suppressions', null)
  const why = readReason(reason)
  const body = note.trim() === '' ? null : readNote(note)
  const { domain, readers, before } = await lookAtDomain(context, wanted, actor)
  const at = context.clock.now()
  const { withSubdomains } = wanted
  return keptIf(
    context.store,
    () => !dryRun,
    async (tx) => {
      if (!(await suppressDomainWithin(tx, { domain, withSubdomains, reason: why, readers }, actor, at)))
        return { domain, outcome: 'already', before: await tx.suppressedDomains.of(domain), readers }
      if (body !== null)
        await tx.suppressionNotes.add(domainSubject(domain), { at, actor: actorText(actor), body })
      return { domain, outcome: 'done', before, readers }
    },
  )
}

/** The same within a transaction, for a validated domain and reason. False if it is suppressed already, and nothing changes. */
export async function suppressDomainWithin(
  tx: Pick<Repositories, 'suppressedDomains' | 'audit'>,
  { domain, withSubdomains, reason, readers }: WantedDomain & { reason: string; readers: number },
  actor: Actor,
  at: Temporal.Instant,
): Promise<boolean> {
  const by = actorText(actor)
  if (!(await tx.suppressedDomains.add({ domain, withSubdomains, reason, at, actor: by }))) return false
  const detail = { reason, withSubdomains, readers }
  await tx.audit.append({ at, actor, action: 'suppress', subject: domainSubject(domain), detail })
  return true
}

/**
 * Allows e-mails to the addresses of a domain again, except those that are suppressed themselves. Throws `bad-input` for an invalid domain
 * or without a reason.
 */
export async function liftDomain(
  context: Pick<Context, 'store' | 'clock'>,
  written: string,
  { reason, actor, dryRun }: Grounds,
): Promise<Omit<DomainChange, 'readers'>> {
  requirePermission(actor, 'change-suppressions', null)
  const why = readReason(reason)
  const domain = readSuppressedDomain(written)
  const at = context.clock.now()
  return keptIf(
    context.store,
    () => !dryRun,
    async (tx) => {
      const before = await tx.suppressedDomains.of(domain)
      if (!before || !(await tx.suppressedDomains.lift(domain))) return { domain, outcome: 'already', before }
      const detail = { reason: why, was: before.reason, withSubdomains: before.withSubdomains }
      await tx.audit.append({ at, actor, action: 'lift', subject: domainSubject(domain), detail })
      return { domain, outcome: 'done', before }
    },
  )
}
