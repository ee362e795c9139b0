import type { LinkCheck } from '../../../../core/entities/editions/link-check.ts'
import type { Edition } from '../../../../core/entities/edition.ts'
import type { Context } from '../../../context.ts'
import { inParallel } from '../../../in-parallel.ts'
import { sheetOf } from '../../composing/sheet.ts'
import { askForLink } from './ask-for-link.ts'
import { linksOf } from './links-of.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'sources' | 'settings'>

/** Links of editions whose hour is later than this are checked later. */
const ahead = Temporal.Duration.from({ hours: 24 })
/** How long a result is valid. */
const holds = Temporal.Duration.from({ hours: 12 })
/** After this time without an edition that uses it, a result is deleted. */
const kept = Temporal.Duration.from({ hours: 24 * 30 })
/** A claim expires after this, because its process may have ended. */
const taken = Temporal.Duration.from({ minutes: 3 })
const hostsAtOnce = 4
const mostInTurn = 60
/** Links checked per host and round, of which there is one a minute. */
const mostOfHost = 6

/**
 * Checks the links of editions that have not begun to be sent, each once within the hour; temporary failures are retried. Nothing waits for
 * it: the check uses what is known by then.
 */
export async function checkLinks(context: Deps, signal: AbortSignal): Promise<void> {
  const { store, clock } = context
  if ((await store.newsroom.get()) === null) return
  for (const edition of await editionsAhead(context)) {
    const links = linksOf(await sheetOf(context, edition))
    const at = clock.now()
    await store.linkChecks.want(links, { at, stale: at.subtract(holds) })
  }
  const byHost = Map.groupBy(await store.linkChecks.due(clock.now(), mostInTurn), ({ link }) => hostOf(link))
  await inParallel([...byHost.values()], hostsAtOnce, (ofHost) =>
    askHost(context, ofHost.slice(0, mostOfHost), signal),
  )
  await store.linkChecks.deleteBefore(clock.now().subtract(kept))
}

async function editionsAhead({ store, clock }: Deps): Promise<Edition[]> {
  const until = clock.now().add(ahead)
  const editions: Edition[] = []
  for (const { id } of await store.digests.list())
    editions.push(...(await store.editions.inStatus(id, ['draft', 'approved'])))
  return editions.filter(({ dueAt }) => Temporal.Instant.compare(dueAt, until) <= 0)
}

const hostOf = (link: string): string => new URL(link).hostname

/** Requests the links of one host one after the other, within the time limit of each. */
async function askHost(context: Deps, checks: readonly LinkCheck[], signal: AbortSignal): Promise<void> {
  const { store, clock } = context
  for (const check of checks) {
    const until = clock.now().add(taken)
    if (signal.aborted) return
    if (!(await store.linkChecks.take(check, until))) continue
    const answer = await askForLink(context, check, signal)
    // A request that we aborted is repeated once its claim expires.
    if (answer) await store.linkChecks.settle(answer, until)
  }
}
