import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { countReaders } from '../../../services/subscribers/readers/list-readers.ts'
import { exportFormats, exportReaders } from '../../../services/subscribers/exporting/export-readers.ts'
import { accountOf } from '../../desk/frame/account.ts'
import type { WebContext } from '../../web-context.ts'
import { shownCount, withDigest, type Admin } from '../frame/admin.ts'
import { askedReaders, filterQuery, readerFilter } from '../readers/filter-query.ts'

const types = { csv: 'text/csv; charset=utf-8; header=present', jsonl: 'application/jsonl; charset=utf-8' }

/** Exports the readers that the list shows, as a file; requires a fresh sign-in. */
export function registerExport(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  const config = { permission: 'change-subscribers', freshSignIn: true }
  scope.get('/export', { config }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const asked = askedReaders(request.query)
    const count = await countReaders(context, accountOf(request).actor, readerFilter(asked, digest))
    return admin.show(
      request,
      reply,
      'export',
      { title: say('readers-export'), here: '/export', digest },
      {
        about: say('export-about', { found: shownCount(say, count), digest: digest.name }),
        action: withDigest(at('/export'), digest),
        asked: Object.entries(asked).flatMap(([name, value]) => (value === '' ? [] : [{ name, value }])),
        formats: exportFormats.map((format, index) => ({
          id: format,
          name: say(`export-${format}`),
          isChosen: index === 0,
        })),
        back: `${at('')}?${filterQuery(asked, digest)}`,
      },
    )
  })

  // Compressing a hundred megabytes would take longer than reading them.
  scope.post('/export', { config, compress: false }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const filter = readerFilter(askedReaders(request.body), digest)
    const { format: wanted } = request.body as { format?: unknown }
    const format = exportFormats.find((one) => one === wanted) ?? 'csv'
    const pieces = exportReaders(context, { digest, filter, format }, accountOf(request).actor)
    const day = context.clock.now().toZonedDateTimeISO(digest.schedule.timeZone).toPlainDate().toString()
    return reply
      .type(types[format])
      .header('content-disposition', `attachment; filename="${digest.key}-readers-${day}.${format}"`)
      .send(Readable.from(pieces, { objectMode: false, highWaterMark: 1 }))
  })
}
