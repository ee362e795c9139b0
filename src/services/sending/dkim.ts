import { dkimName, dkimRecord, readDkimRecords, type DnsVerdict } from '../../core/smtp/dkim-record.ts'
import { AppError } from '../../core/errors.ts'
import type { Actor } from '../../core/entities/actor.ts'
import { requirePermission } from '../../core/permissions.ts'
import type { DkimKey } from '../../mail/dkim/dkim-keys.ts'
import { findNewsroom } from '../newsroom/find-digest.ts'
import type { Context } from '../context.ts'
import { rememberDkimKey } from './known-dkim-key.ts'
import { listed, said, type Said } from '../../core/said/said.ts'

type Deps = Pick<Context, 'store' | 'mail' | 'clock' | 'resolver'>

/** A key as shown to people. */
export interface ShownKey {
  /** The name of its DNS record, and the record. */
  name: string
  record: string
  domain: string
  selector: string
  signs: boolean
  /** `unknown`: DNS does not answer. */
  dns: DnsVerdict | 'unknown'
}

async function shown({ resolver }: Pick<Context, 'resolver'>, key: DkimKey): Promise<ShownKey> {
  const { domain, selector, publicKey, signs } = key
  const name = dkimName(key)
  const dns = await resolver.texts(name).then(
    (texts) => readDkimRecords(texts, publicKey),
    () => 'unknown' as const,
  )
  return { name, record: dkimRecord(publicKey), domain, selector, signs, dns }
}

/** All keys, each with the state of its DNS record. */
export async function showDkimKeys(context: Pick<Context, 'mail' | 'resolver'>): Promise<ShownKey[]> {
  return Promise.all((await context.mail.dkim.list()).map((key) => shown(context, key)))
}

const aDomain = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/
const aLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Creates a key, by default for the sender's domain and under the current month's selector. It signs nothing until it is in DNS and in use.
 * Throws `bad-input`, and `conflict` if that name is taken.
 */
export async function newDkimKey(
  context: Deps,
  wanted: { domain?: string; selector?: string },
  actor: Actor,
): Promise<ShownKey> {
  requirePermission(actor, 'change-dkim', null)
  const newsroom = await findNewsroom(context)
  const domain = (wanted.domain ?? newsroom?.sender.email.split('@').at(-1) ?? '').toLowerCase()
  const selector = (wanted.selector ?? monthly(context.clock.now())).toLowerCase()
  if (!aDomain.test(domain)) throw new AppError('bad-input', said('dkim-domain-invalid', { domain }))
  if (!aLabel.test(selector)) throw new AppError('bad-input', said('dkim-selector-invalid', { selector }))
  const key = await context.mail.dkim.make({ domain, selector })
  await audit(context, actor, 'make', dkimName(key))
  return shown(context, key)
}

const monthly = (at: Temporal.Instant) => `dw${at.toString().slice(0, 7).replace('-', '')}`

/**
 * Signs with a key from now on. Throws `not-found`, and unless `unchecked` also `conflict` if the key is not in DNS, because signatures
 * that nobody can verify are worse than none.
 */
export async function useDkimKey(
  context: Deps,
  selector: string,
  unchecked: boolean,
  actor: Actor,
): Promise<ShownKey> {
  requirePermission(actor, 'change-dkim', null)
  const keys = await context.mail.dkim.list()
  const named = keys.filter((key) => key.selector === selector || dkimName(key) === selector)
  const [key] = named
  if (!key || named.length > 1) {
    const params = { selector, known: listed(keys.map(dkimName)) }
    throw new AppError(
      'not-found',
      key ? said('dkim-selector-ambiguous', params) : said('dkim-selector-unknown', params),
    )
  }
  const found = await shown(context, key)
  if (!unchecked && found.dns !== 'fine')
    throw new AppError('conflict', said('dkim-unproven', { key: found.name, inDns: inDns[found.dns] }))
  await context.mail.dkim.use(key)
  await rememberDkimKey(context.store, key)
  await audit(context, actor, 'use', found.name)
  return { ...found, signs: true }
}

/** Stops signing. */
export async function stopSigning(context: Deps, actor: Actor): Promise<void> {
  requirePermission(actor, 'change-dkim', null)
  await context.mail.dkim.use(null)
  await rememberDkimKey(context.store, null)
  await audit(context, actor, 'stop', 'dkim')
}

/** The state of a DNS record, in words. */
export const inDns: Record<ShownKey['dns'], Said> = {
  fine: said('dns-fine'),
  none: said('dns-none'),
  another: said('dns-another'),
  unknown: said('dns-unknown'),
}

async function audit({ store, clock }: Deps, actor: Actor, action: string, name: string): Promise<void> {
  await store.audit.append({ at: clock.now(), actor, action, subject: `dkim:${name}` })
}
