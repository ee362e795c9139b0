import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { may } from '../../../core/permissions.ts'
import { listTags } from '../../../services/subscribers/tags/list-tags.ts'
import { removeTag, renameTag, setTagAlerts } from '../../../services/subscribers/tags/manage-tag.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { shownCount, withDigest, type Admin } from '../frame/admin.ts'
import { idOf } from '../reader/open-reader.ts'

interface TagParams {
  Params: { tag: string }
}
const done = ['tag-renamed', 'tag-alerts-on', 'tag-alerts-off', 'tag-removed'] as const
const form = z.object({ name: oneText, alerts: oneText })

/** All tags: the number of readers of each, its name, and whether it alerts. */
export function registerTags(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  const changing = { config: { permission: 'change-subscribers' } }
  scope.get('/tags', { config: { permission: 'view-readers' } }, async (request, reply) =>
    show(request, reply, ''),
  )

  scope.post<TagParams>('/tags/:tag/rename', changing, async (request, reply) => {
    const { name } = fieldsIn(request.body)
    const renamed = await renameTag(context, idOf(request.params.tag), name, accountOf(request).actor)
    if (!renamed.ok) return show(request, reply.code(422), wholeSentence('en', renamed))
    return seeOther(reply, at('/tags'), 'tag-renamed')
  })
  scope.post<TagParams>('/tags/:tag/alerts', changing, async (request, reply) => {
    const isOn = fieldsIn(request.body).alerts !== ''
    await setTagAlerts(context, idOf(request.params.tag), isOn, accountOf(request).actor)
    return seeOther(reply, at('/tags'), isOn ? 'tag-alerts-on' : 'tag-alerts-off')
  })
  scope.post<TagParams>('/tags/:tag/remove', changing, async (request, reply) => {
    await removeTag(context, idOf(request.params.tag), accountOf(request).actor)
    return seeOther(reply, at('/tags'), 'tag-removed')
  })

  async function show(request: FastifyRequest, reply: FastifyReply, fault: string): Promise<string> {
    const { actor } = accountOf(request)
    const digest = await admin.digestOf(request)
    const tags = await listTags(context, actor)
    const code = doneIn(request.query, done)
    return admin.show(
      request,
      reply,
      'tags',
      {
        title: say('readers-tags'),
        here: '/tags',
        digest,
        ...(code && { notice: say(code) }),
        ...(fault && { fault }),
      },
      {
        mayChange: may(actor, 'change-subscribers', null),
        tags: tags.map((tag) => ({
          id: tag.id,
          name: tag.name,
          alerts: tag.alerts,
          count: shownCount(say, tag),
          href: withDigest(`${at('')}?tag=${tag.id}`, digest),
        })),
      },
    )
  }
}

function fieldsIn(body: unknown): { name: string; alerts: string } {
  const read = readForm(form, body)
  if (!read.ok) throw new Error('a form of texts was not read')
  return read.value
}
