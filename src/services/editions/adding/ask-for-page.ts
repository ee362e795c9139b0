import type { SourceItem } from '../../../core/entities/story.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { Problem } from '../../../sources/fetch-result.ts'
import type { Context } from '../../context.ts'

export type PageRead = { ok: true; item: SourceItem } | { ok: false; fault: Said; problem: Problem }

/** Limit for the page of one article, in megabytes. */
const mostMegabytes = 10

/** Temporary problems: the page may be available later. */
const passing: readonly Problem[] = ['timeout', 'unreachable', 'server-fault', 'rate-limited']

export const mayPass = (problem: Problem): boolean => passing.includes(problem)

/** Reads the page of a link as one story, within some seconds. Never throws because of the page. */
export async function askForPage(
  { sources }: Pick<Context, 'sources'>,
  link: string,
  budget: { seconds: number; signal: AbortSignal },
): Promise<PageRead> {
  const address = {
    kind: 'page',
    location: link,
    timeZone: null,
    options: {},
    etag: null,
    lastModified: null,
  }
  const got = await sources.read(address, { ...budget, megabytes: mostMegabytes })
  if (!got.ok) return { ok: false, fault: got.reason, problem: got.problem }
  const [item] = got.unchanged ? [] : got.items
  return item ? { ok: true, item } : { ok: false, fault: said('page-lacks-headline'), problem: 'malformed' }
}
