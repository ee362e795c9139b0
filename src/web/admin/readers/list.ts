import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { may } from '../../../core/permissions.ts'
import { countReaders, listReaders } from '../../../services/subscribers/readers/list-readers.ts'
import { filterChoices } from '../../../services/subscribers/readers/filter-choices.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { doneIn } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { shownCount, withDigest, type Admin } from '../frame/admin.ts'
import {
  askedReaders,
  cursorIn,
  cursorText,
  filterQuery,
  readerFilter,
  type AskedReaders,
} from './filter-query.ts'
import { bulkBar } from '../bulk/bulk-bar.ts'
import { filterView } from './filter-view.ts'
import { idOf, openReader } from '../reader/open-reader.ts'
import { readerRowView } from './row-view.ts'

const atOnce = 50
const doneCodes = [
  'reader-added',
  'reader-returned',
  'reader-known',
  'reader-erased',
  'bulk-dropped',
  'import-undone-reader',
] as const

/** Readers of a digest, searched and filtered, page by page. */
export function registerReaders(scope: FastifyInstance, site: WebContext, admin: Admin): void {
  scope.get('/', { config: { permission: 'view-readers' } }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const asked = askedReaders(request.query)
    const done = doneIn(request.query, doneCodes)
    const page = {
      title: headingOf(admin, asked),
      here: hereOf(asked),
      digest,
      ...(done && { notice: admin.say(done) }),
    }
    return admin.show(request, reply, 'readers', page, await listView(site, admin, request, digest, asked))
  })
}

/** The list, and the panel of one reader if requested. */
async function listView(
  site: WebContext,
  admin: Admin,
  request: FastifyRequest,
  digest: Digest,
  asked: AskedReaders,
) {
  const { context } = site
  const { say, at } = admin
  const { actor } = accountOf(request)
  const filter = readerFilter(asked, digest)
  const { after, place, open } = placeIn(request.query)
  const { rows, next } = await listReaders(context, actor, filter, { after, count: atOnce })
  const choices = await filterChoices(context, actor, digest)
  const names = new Map(choices.topics.map(({ id, name }) => [id, name]))
  const mayChange = may(actor, 'change-subscribers', digest.id)
  // If all fit on one page, they need not be counted.
  const isWhole = after === null && next === null
  const count = isWhole ? { count: rows.length, isMore: false } : await countReaders(context, actor, filter)
  const found = shownCount(say, count)
  const link = (changes: Record<string, string> = {}) => `${at('')}?${filterQuery(asked, digest, changes)}`
  return {
    heading: headingOf(admin, asked),
    digest: digest.key,
    mayChange,
    found,
    bulk: mayChange && rows.length > 0 ? bulkBar(admin, asked, digest, found) : null,
    isFiltered: Object.values(asked).some((value) => value !== ''),
    isSlow: filter.text?.kind === 'substring',
    ...filterView(say, asked, choices, link),
    typos: withDigest(at('/typos'), digest),
    all: `${at('')}?${filterQuery(askedReaders({}), digest)}`,
    rows: rows.map((row) => ({
      ...readerRowView(say, row, digest, names, at),
      href: link({ ...place, reader: String(row.subscriptionId) }),
      isOpen: row.subscriptionId === open,
    })),
    reader: open === null ? null : (await openReader(site, admin, request, open)).view,
    back: link(place),
    mayUndo: false,
    nameLevel: 2,
    level: 3,
    first: after ? link() : '',
    next: next ? link({ after: cursorText(next) }) : '',
  }
}

/** The heading of the list: all readers, or those in one state. */
function headingOf({ say }: Admin, { state }: AskedReaders): string {
  const named = ['pending', 'left', 'suppressed', 'paused'].includes(state)
  return named ? say(`readers-list-${state}`) : say('readers-all')
}

/** The position in the list and the open reader, from the query. */
function placeIn(query: unknown) {
  const { after: text, reader } = query as { after?: unknown; reader?: unknown }
  const after = cursorIn(text)
  const place: Record<string, string> = after ? { after: cursorText(after) } : {}
  return { after, place, open: typeof reader === 'string' && reader !== '' ? idOf(reader) : null }
}

/** The entry of the side list that a filter corresponds to. */
function hereOf({ state, ...rest }: AskedReaders): string {
  const isOnlyState = Object.values(rest).every((value) => value === '')
  return isOnlyState && ['pending', 'left', 'suppressed'].includes(state) ? `?state=${state}` : ''
}
