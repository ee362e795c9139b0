import type { AwaitedPage } from '../../../core/entities/stories/awaited-page.ts'
import type { Context } from '../../context.ts'
import { inParallel } from '../../in-parallel.ts'
import { askForPage, mayPass, type PageRead } from './ask-for-page.ts'
import { fillIn } from './fill-in.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'sources'>

/** Seconds for one page. */
const patience = 60
/** Delays after temporary failures; then the page is given up. */
const again = [1, 5, 15].map((minutes) => Temporal.Duration.from({ minutes }))
/** A claim expires after this, because its process may have ended. */
const taken = Temporal.Duration.from({ minutes: 3 })
const mostAtOnce = 4
const mostInTurn = 40

/** Reads the pages of added stories that were not read at once, and fills in what they say. */
export async function readAwaitedPages(context: Deps, signal: AbortSignal): Promise<void> {
  const { store, clock } = context
  const due = await store.awaitedPages.due(clock.now(), mostInTurn)
  await inParallel(due, mostAtOnce, async (page) => {
    if (signal.aborted || !(await store.awaitedPages.take(page, clock.now().add(taken)))) return
    const read = await askForPage(context, page.link, { seconds: patience, signal })
    // A page that we aborted is read again once its claim expires.
    if (signal.aborted && !read.ok) return
    await (read.ok ? fillIn(context, page, read.item) : noteFault(context, page, read))
  })
}

async function noteFault(
  { store, clock }: Deps,
  { storyId, tries }: AwaitedPage,
  { fault, problem }: Extract<PageRead, { ok: false }>,
): Promise<void> {
  const wait = mayPass(problem) ? again[tries] : undefined
  const next = wait ? clock.now().add(wait) : null
  await store.awaitedPages.failed(storyId, { tries: tries + 1, fault, next })
}
