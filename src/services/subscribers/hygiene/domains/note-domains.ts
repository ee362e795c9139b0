import { setImmediate as turn } from 'node:timers/promises'
import { isExemptFromDns } from '../../../../core/addresses/verdict/reserved.ts'
import type { Context } from '../../../context.ts'

type Deps = Pick<Context, 'store' | 'clock'>

/** Domains examined per step, and readers examined per domain: other work runs in between. */
const domainsAtOnce = 100
const readersAtOnce = 500
const every = Temporal.Duration.from({ minutes: 10 })
/** The setting with the time when all domains were last examined. */
const lookedAt = 'domains-looked-at'

/** Every ten minutes, records new domains of readers, and deletes those that no reader has any more. */
export async function noteDomains({ store, clock }: Deps, signal: AbortSignal): Promise<void> {
  const last = await store.newsroom.setting(lookedAt)
  const now = clock.now()
  if (last !== null && Temporal.Instant.compare(now, Temporal.Instant.from(last).add(every)) < 0) return
  for (let after: string | null = ''; after !== null;) {
    if (signal.aborted) return
    const batch = await store.mailDomains.batch(after, domainsAtOnce)
    await store.mailDomains.add(await mailedAmong(store, batch.unknown), now)
    await deleteUnused(store, after, batch.last)
    after = batch.last
    await turn()
  }
  await store.newsroom.putSetting(lookedAt, now.toString())
}

async function mailedAmong(store: Deps['store'], domains: readonly string[]): Promise<string[]> {
  const mailed: string[] = []
  for (const domain of domains)
    if (!isExemptFromDns(domain) && (await isMailed(store, domain))) mailed.push(domain)
  return mailed
}

async function deleteUnused(store: Deps['store'], after: string, upTo: string | null): Promise<void> {
  for (let count = domainsAtOnce; count === domainsAtOnce;) {
    const unused = await store.mailDomains.unused(after, upTo, domainsAtOnce)
    if (unused.length > 0) await store.mailDomains.delete(unused)
    count = unused.length
  }
}

/** Whether a reader of a domain is subscribed and not suppressed. */
export async function isMailed(store: Deps['store'], domain: string): Promise<boolean> {
  for (let after: number | null = 0; after !== null;) {
    const { isMailed: isOne, last }: Awaited<ReturnType<Deps['store']['mailDomains']['isMailed']>> =
      await store.mailDomains.isMailed(domain, after, readersAtOnce)
    if (isOne) return true
    after = last
    if (after !== null) await turn()
  }
  return false
}
