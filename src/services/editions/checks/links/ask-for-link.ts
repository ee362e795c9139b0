import type { LinkCheck, LinkFault } from '../../../../core/entities/editions/link-check.ts'
import type { Failure, Problem } from '../../../../sources/fetch-result.ts'
import type { Context } from '../../../context.ts'

/** Seconds for one link, including redirects, and megabytes: only the beginning of a page is read. */
const patience = { seconds: 20, megabytes: 1 }
/** Delays after temporary failures; then the link counts as dead. Together they are less than an hour. */
const again = [2, 10, 30].map((minutes) => Temporal.Duration.from({ minutes }))

/** What a problem means for a link: dead, at once or if it persists, or closed to programs. */
const meanings: Record<Problem, { fault: LinkFault; mayPass: boolean } | 'closed'> = {
  'not-found': { fault: 'not-found', mayPass: false },
  gone: { fault: 'gone', mayPass: false },
  'refused-address': { fault: 'private', mayPass: false },
  unreachable: { fault: 'unanswered', mayPass: true },
  timeout: { fault: 'unanswered', mayPass: true },
  'server-fault': { fault: 'server-fault', mayPass: true },
  damaged: { fault: 'other', mayPass: true },
  'too-large': { fault: 'other', mayPass: true },
  other: { fault: 'other', mayPass: true },
  html: { fault: 'other', mayPass: true },
  malformed: { fault: 'other', mayPass: true },
  forbidden: 'closed',
  'bot-wall': 'closed',
  'rate-limited': 'closed',
  robots: 'closed',
}

/** Requests a link once, politely; returns its new state. Null if a signal ended it. */
export async function askForLink(
  { sources, clock }: Pick<Context, 'sources' | 'clock'>,
  check: LinkCheck,
  signal: AbortSignal,
): Promise<LinkCheck | null> {
  const answer = await sources.link(check.link, { ...patience, signal })
  if (!answer.ok && signal.aborted) return null
  const now = clock.now()
  const settled = { ...check, checkedAt: now, nextAt: null, fault: null }
  return answer.ok ? { ...settled, state: 'alive' } : failed(settled, answer, now)
}

function failed(check: LinkCheck, { problem, retryAfter }: Failure, now: Temporal.Instant): LinkCheck {
  const meaning = meanings[problem]
  if (meaning === 'closed') return { ...check, state: 'closed' }
  const wait = meaning.mayPass ? again[check.tries] : undefined
  if (!wait) return { ...check, state: 'dead', fault: meaning.fault }
  const asked = Temporal.Duration.from({ seconds: retryAfter ?? 0 })
  const longer = Temporal.Duration.compare(asked, wait) > 0 ? asked : wait
  // The previous state counts until this is settled.
  return { ...check, tries: check.tries + 1, nextAt: now.add(longer) }
}
