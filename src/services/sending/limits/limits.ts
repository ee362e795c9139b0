import { readAddress } from '../../../core/addresses/address.ts'
import { AppError } from '../../../core/errors.ts'
import { domainLimit, noLimits, type DomainLimit, type Limits } from '../../../core/smtp/limits.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Repositories } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { said } from '../../../core/said/said.ts'

/** How fast e-mails may be sent. */
export async function limitsOf({ store }: { store: Pick<Repositories, 'sendingSettings'> }): Promise<Limits> {
  return { ...noLimits, ...(await store.sendingSettings.limits()) }
}

export interface Resting {
  domain: string
  until: Temporal.Instant
}

/** Domains whose servers asked for fewer e-mails, and get none for now. */
export async function restingDomains({ store, clock }: Pick<Context, 'store' | 'clock'>): Promise<Resting[]> {
  const rests = await store.pace.rests()
  return rests
    .filter(({ until }) => Temporal.Instant.compare(until, clock.now()) > 0)
    .map(({ domain, until }) => ({ domain, until }))
}

/** A change of limits; absent ones stay. */
export interface LimitChange {
  perMinute?: number | null | undefined
  perConnection?: number | null | undefined
  /** A domain or `*`, and the limits to change. */
  domain?: { name: string; perMinute?: number | null | undefined; connections?: number | null | undefined }
}

/** Changes limits; senders apply them within seconds. Throws `bad-input` for an invalid domain. */
export async function changeLimits(
  context: Pick<Context, 'store' | 'clock'>,
  change: LimitChange,
  actor: Actor,
): Promise<Limits> {
  requirePermission(actor, 'change-limits', null)
  return context.store.transaction(async (tx) => {
    const current = await limitsOf({ store: tx })
    const { perMinute = current.perMinute, perConnection = current.perConnection, domain } = change
    const next = {
      perMinute,
      perConnection,
      domains: domain ? changedDomains(current, domain) : current.domains,
    }
    if (JSON.stringify(next) === JSON.stringify(current)) return current
    await tx.sendingSettings.putLimits(next)
    const detail = { ...next }
    await tx.audit.append({ at: context.clock.now(), actor, action: 'limit', subject: 'sending', detail })
    return next
  })
}

function changedDomains(
  { domains }: Limits,
  { name, ...change }: NonNullable<LimitChange['domain']>,
): Record<string, DomainLimit> {
  const key = name === '*' ? name : domainNamed(name)
  const { perMinute, connections } = domainLimit(
    { ...noLimits, domains: key === '*' || Object.hasOwn(domains, key) ? domains : {} },
    key,
  )
  const next = {
    perMinute: change.perMinute === undefined ? perMinute : change.perMinute,
    connections: change.connections === undefined ? connections : change.connections,
  }
  const { [key]: _before, ...rest } = domains
  return next.perMinute === null && next.connections === null ? rest : { ...rest, [key]: next }
}

/** As in addresses. */
function domainNamed(name: string): string {
  const reading = readAddress(`reader@${name}`)
  if (!reading.ok) throw new AppError('bad-input', said('domain-invalid', { name }))
  return reading.address.slice('reader@'.length)
}
