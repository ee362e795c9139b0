import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '../../../core/errors.ts'
import { exportOpml } from '../../../services/collecting/managing/export-opml.ts'
import { importOpml, type ImportedList } from '../../../services/collecting/managing/import-opml.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { sentence } from '../../../wording/wording.ts'

/** Bytes of a list that a form sends. */
const largestList = 2_000_000

const form = z.object({ list: oneText, how: oneText.pipe(z.enum(['try', 'import'])) })

/** Imports the feeds of an OPML list, and exports the newsroom's. */
export function registerOpml(scope: FastifyInstance, { context }: WebContext, desk: Desk): void {
  const config = { permission: 'change-sources' }
  scope.get('/sources/export.opml', { config: { permission: 'view-desk' } }, async (_, reply) => {
    const { text } = await exportOpml(context)
    return reply
      .type('text/x-opml; charset=utf-8')
      .header('content-disposition', 'attachment; filename="daywire.opml"')
      .send(text)
  })
  scope.get('/sources/import', { config }, async (request, reply) => show(desk, request, reply, '', '', null))
  scope.post('/sources/import', { config, bodyLimit: largestList }, async (request, reply) => {
    const sent = readForm(form, request.body)
    const list = sent.typed.list[0] ?? ''
    if (!sent.ok) return show(desk, request, reply.code(422), list, desk.say('fault-list'), null)
    const isTrial = sent.value.how === 'try'
    try {
      const file = { name: 'the list', bytes: Buffer.from(sent.value.list) }
      const imported = await importOpml(context, file, isTrial, accountOf(request).actor)
      return await show(desk, request, reply, isTrial ? list : '', '', { imported, isTrial })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'bad-input') throw error
      return show(desk, request, reply.code(422), list, error.message, null)
    }
  })
}

function show(
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  list: string,
  fault: string,
  result: { imported: ImportedList; isTrial: boolean } | null,
): Promise<string> {
  const count = result?.imported.feeds.filter(({ outcome }) => outcome === 'added').length ?? 0
  return desk.show(
    request,
    reply,
    'sources-import',
    {
      title: desk.say('import-list'),
      place: 'sources',
      ...(fault !== '' && { fault: desk.say('not-saved') }),
    },
    {
      list,
      fault,
      result: result && {
        said: desk.say(result.isTrial ? 'would-import' : 'did-import', { count }),
        feeds: result.imported.feeds.map(({ name, location, outcome, reason }) => ({
          name,
          location,
          outcome: `feed-${outcome}`,
          reason: sentence('en', reason ?? ''),
        })),
      },
    },
  )
}
