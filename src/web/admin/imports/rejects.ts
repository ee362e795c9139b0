import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { rejectsFile } from '../../../services/imports/viewing/left-over.ts'
import { accountOf } from '../../desk/frame/account.ts'
import type { WebContext } from '../../web-context.ts'
import { foundImport } from './found-import.ts'

/** The rejected rows of an import, as a list that can be corrected and imported. */
export function registerRejects(scope: FastifyInstance, site: WebContext): void {
  const config = { permission: 'view-readers' }
  scope.get('/imports/:id/rejects.csv', { config }, async (request, reply) => {
    const { one } = await foundImport(site, request)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="rejected-${one.id}.csv"`)
      .send(Readable.from(rejectsFile(site.context, one, accountOf(request).actor)))
  })
}
