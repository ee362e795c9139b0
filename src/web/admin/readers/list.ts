import type { FastifyInstance } from 'fastify'
import { may } from '../../../core/permissions.ts'
import { countReaders, listReaders } from '../../../services/subscribers/readers/list-readers.ts'
import { filterChoices } from '../../../services/subscribers/readers/filter-choices.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { doneIn } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { shownCount, type Admin } from '../frame/admin.ts'
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
] as const

/** Readers of a digest, searched and filtered, a page at a time. */
export function registerReaders(scope: FastifyInstance, site: WebContext, admin: Admin): void {
  const { say } = admin
  const { context } = site
  scope.get('/', { config: { permission: 'view-readers' } }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const { actor } = accountOf(request)
    const asked = askedReaders(request.query)
    const filter = readerFilter(asked, digest)
    const sent = request.query as { after?: unknown; reader?: unknown }
    const after = cursorIn(sent.after)
    const here = typeof sent.after === 'string' ? sent.after : ''
    const page: Record<string, string> = after ? { after: here } : {}
    const open = typeof sent.reader === 'string' && sent.reader !== '' ? idOf(sent.reader) : null
    const panel = open === null ? null : (await openReader(site, admin, request, open)).view
    const { rows, next } = await listReaders(context, actor, filter, { after, count: atOnce })
    const done = doneIn(request.query, doneCodes)
    const choices = await filterChoices(context, actor, digest)
    const mayChange = may(actor, 'change-subscribers', digest.id)
    const found = shownCount(say, await countReaders(context, actor, filter))
    const names = new Map(choices.topics.map(({ id, name }) => [id, name]))
    const isFiltered = Object.values(asked).some((value) => value !== '')
    const link = (query: string) => `${admin.at('')}?${query}`
    return admin.show(
      request,
      reply,
      'readers',
      { title: say('readers'), here: hereOf(asked), digest, ...(done && { notice: say(done) }) },
      {
        digest: digest.key,
        mayChange,
        found,
        bulk: mayChange && rows.length > 0 ? bulkBar(admin, asked, digest, found) : null,
        isFiltered,
        isSlow: filter.text?.kind === 'substring',
        ...filterView(say, asked, choices, (changes) => link(filterQuery(asked, digest, changes))),
        all: link(filterQuery(askedReaders({}), digest)),
        rows: rows.map((row) => ({
          ...readerRowView(say, row, digest, names, admin.at),
          href: link(filterQuery(asked, digest, { ...page, reader: String(row.subscriptionId) })),
          isOpen: row.subscriptionId === open,
        })),
        reader: panel,
        back: link(filterQuery(asked, digest, page)),
        mayUndo: false,
        nameLevel: 2,
        level: 3,
        first: after ? link(filterQuery(asked, digest)) : '',
        next: next ? link(filterQuery(asked, digest, { after: cursorText(next) })) : '',
      },
    )
  })
}

/** The entry of the list beside that a filter is. */
function hereOf({ state, ...rest }: AskedReaders): string {
  const isOnlyState = Object.values(rest).every((value) => value === '')
  return isOnlyState && ['pending', 'left', 'suppressed'].includes(state) ? `?state=${state}` : ''
}
