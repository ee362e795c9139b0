import type { FastifyInstance } from 'fastify'
import { listImports } from '../../../services/imports/viewing/list-imports.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { moment } from '../../desk/frame/times.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { countsLine } from './counts-view.ts'

const atOnce = 30

/** The imports, newest first. */
export function registerPastImports(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say } = admin
  scope.get('/imports', { config: { permission: 'view-readers' } }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const asked = (request.query as { before?: unknown }).before
    const before = typeof asked === 'string' && /^\d{1,15}$/.test(asked) ? Number(asked) : null
    const imports = await listImports(context, { before, count: atOnce }, accountOf(request).actor)
    const last = imports.length === atOnce ? imports.at(-1) : undefined
    return admin.show(
      request,
      reply,
      'imports',
      { title: say('past-imports'), here: '/imports', digest },
      {
        rows: imports.map((one) => ({
          fileName: one.fileName,
          href: withDigest(admin.at(`/imports/${one.id}`), digest),
          standing: say(`import-state-${one.state}`),
          stage: one.state,
          counts: countsLine(say, one),
          at: moment(one.createdAt, digest.schedule.timeZone),
        })),
        import: withDigest(admin.at('/import'), digest),
        first: before === null ? '' : withDigest(admin.at('/imports'), digest),
        next: last ? withDigest(admin.at(`/imports?before=${last.id}`), digest) : '',
      },
    )
  })
}
