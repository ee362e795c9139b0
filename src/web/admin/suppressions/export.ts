import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { countSuppressions } from '../../../services/subscribers/suppressions/list-suppressions.ts'
import { exportSuppressions } from '../../../services/subscribers/suppressions/export-suppressions.ts'
import { accountOf } from '../../desk/frame/account.ts'
import type { WebContext } from '../../web-context.ts'
import { shownCount, withDigest, type Admin } from '../frame/admin.ts'
import { askedSuppressions, suppressionFilter } from './filter.ts'

/** Exports the suppressions that the list shows, as a file; requires a fresh sign-in. */
export function registerSuppressionExport(
  scope: FastifyInstance,
  { context }: WebContext,
  admin: Admin,
): void {
  const { say, at } = admin
  const config = { permission: 'change-suppressions', freshSignIn: true }
  scope.get('/suppressions/export', { config }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const asked = askedSuppressions(request.query)
    const count = await countSuppressions(context, suppressionFilter(asked, digest), accountOf(request).actor)
    const page = { title: say('suppressions-export'), here: '/suppressions', digest }
    return admin.show(request, reply, 'suppressions-export', page, {
      about: say('suppressions-export-about', { found: shownCount(say, count) }),
      action: withDigest(at('/suppressions/export'), digest),
      asked: Object.entries(asked).flatMap(([name, value]) => (value === '' ? [] : [{ name, value }])),
      back: withDigest(at('/suppressions'), digest),
    })
  })

  scope.post('/suppressions/export', { config, compress: false }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const filter = suppressionFilter(askedSuppressions(request.body), digest)
    const pieces = exportSuppressions(context, filter, accountOf(request).actor)
    const day = context.clock.now().toZonedDateTimeISO(digest.schedule.timeZone).toPlainDate().toString()
    return reply
      .type('text/csv; charset=utf-8; header=present')
      .header('content-disposition', `attachment; filename="suppressions-${day}.csv"`)
      .send(Readable.from(pieces, { objectMode: false, highWaterMark: 1 }))
  })
}
