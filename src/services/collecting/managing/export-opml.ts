import { AppError } from '../../../core/errors.ts'
import type { SourceRecord } from '../../../core/entities/sources/source.ts'
import { requireNewsroom } from '../../newsroom/find-digest.ts'
import type { Context } from '../../context.ts'
import { said, type Said } from '../../../core/said/said.ts'

export interface ExportedList {
  /** OPML 2.0. */
  text: string
  feeds: number
  /** Sources that other feed readers cannot read, and why. */
  leftOut: { name: string; reason: Said }[]
}

/** The feeds among the sources as an OPML list. Throws `not-found` if there are none. */
export async function exportOpml({
  store,
  sources,
}: Pick<Context, 'store' | 'sources'>): Promise<ExportedList> {
  const { name } = await requireNewsroom({ store })
  const judged = (await store.sources.list()).map((source) => ({ source, reason: reasonAgainst(source) }))
  const feeds = judged.filter(({ reason }) => reason === null).map(({ source }) => source)
  if (feeds.length === 0) throw new AppError('not-found', said('no-feeds'))
  const leftOut = judged.flatMap(({ source, reason }) =>
    reason === null ? [] : [{ name: source.name, reason }],
  )
  const lists = await sources.lists()
  return { text: lists.write(name, feeds), feeds: feeds.length, leftOut }
}

function reasonAgainst({ kind, location, status }: SourceRecord): Said | null {
  if (status === 'off') return said('source-is-off')
  if (kind !== 'feed') return said('source-of-kind', { kind })
  return /^https?:\/\//i.test(location) ? null : said('source-is-file')
}
