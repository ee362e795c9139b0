import type { AskedDomain, DomainVerdict } from '../../../../core/entities/readers/mail-domain.ts'
import type { Context } from '../../../context.ts'
import { hasSpace } from '../../../disk/require-space.ts'
import { inParallel } from '../../../in-parallel.ts'
import { askDomain, type DomainAnswer } from './ask-domain.ts'
import { silentSince, silence } from './dns-silence.ts'
import { isMailed, noteDomains } from './note-domains.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'random' | 'resolver' | 'settings' | 'disk' | 'events'>

/** Domains that DNS is asked about in 24 hours, per step, and at once. */
const aDay = 50_000
const inStep = 20
const atOnce = 5
const hours = (count: number) => Temporal.Duration.from({ hours: count })
/** When DNS is asked again, plus up to a tenth, so that the domains of one import are spread over time. */
const again: Record<DomainVerdict, Temporal.Duration> = {
  mail: hours(90 * 24),
  'no-mail': hours(7 * 24),
  unanswered: hours(24),
}
/** A claim on domains expires after this, because its process may have ended. */
const taken = Temporal.Duration.from({ minutes: 10 })

/**
 * Asks DNS whether the domains of active readers accept e-mail, within a daily limit, and stores the answers. If DNS does not answer for
 * several domains in a row, it is not asked for an hour. Nothing else waits for this. If it is turned off, the answers are deleted.
 */
export async function askDomains(context: Deps, signal: AbortSignal): Promise<void> {
  // Otherwise they would become outdated, and remain after their readers are gone.
  if (!context.settings.asksDomains) return context.store.mailDomains.deleteAll()
  if (!hasSpace(context)) return
  await noteDomains(context, signal)
  while (!signal.aborted && (await silentSince(context)) === null) {
    const left = aDay - (await askedInDay(context))
    if (!(await askSome(context, Math.min(inStep, left), signal))) return
  }
}

const askedInDay = ({ store, clock }: Deps): Promise<number> =>
  store.mailDomains.countAsked(clock.now().subtract(hours(24)), aDay)

/** False if no domain was due. */
async function askSome(context: Deps, count: number, signal: AbortSignal): Promise<boolean> {
  const { store, clock } = context
  const until = clock.now().add(taken)
  const domains = await store.mailDomains.take(clock.now(), until, count)
  const asked = await inParallel(domains, atOnce, (domain) => ask(context, domain, signal))
  await store.transaction(async (tx) => {
    for (const one of asked) if (one) await tx.mailDomains.settle(one, until, nextAsk(context, one))
  })
  if (domains.length > 0 && (await silentSince(context)) !== null) {
    const message = `DNS did not answer for the last ${silence.domains} domains of readers; they are asked about again in an hour`
    context.events.emit({ name: 'domains.unanswered', message })
  }
  return domains.length > 0
}

const verdicts: Record<DomainAnswer, DomainVerdict> = {
  fine: 'mail',
  'takes-no-mail': 'no-mail',
  'no-such-domain': 'no-mail',
}

/** Null if it was not asked: this process is stopping, or no reader of the domain gets e-mail any more. */
async function ask(
  { store, clock, resolver }: Deps,
  domain: string,
  signal: AbortSignal,
): Promise<AskedDomain | null> {
  if (signal.aborted) return null
  if (!(await isMailed(store, domain))) {
    await store.mailDomains.delete([domain])
    return null
  }
  const answer = await askDomain(domain, resolver)
  return { domain, verdict: answer === null ? 'unanswered' : verdicts[answer], askedAt: clock.now() }
}

function nextAsk({ random }: Deps, { verdict, askedAt }: AskedDomain): Temporal.Instant {
  const term = again[verdict].total('milliseconds')
  return askedAt.add({ milliseconds: Math.round(term * (1 + random.next() / 10)) })
}
