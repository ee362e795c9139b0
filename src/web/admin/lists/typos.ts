import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { may } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import { AppError } from '../../../core/errors.ts'
import { dismissTypos, fixTypos, listTypos } from '../../../services/subscribers/hygiene/typos.ts'
import { findImport } from '../../../services/imports/viewing/list-imports.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { manyTexts, oneText, readForm } from '../../kit/forms/forms.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { cursorIn, cursorText } from '../readers/filter-query.ts'
import { readerRowView } from '../readers/row-view.ts'

const atOnce = 50
/** `fix` and `dismiss` are for one row, `many` is for the ticked ones. */
const form = z.object({ chosen: manyTexts, fix: oneText, dismiss: oneText, many: oneText })
const doneCodes = ['typos-changed', 'typos-dismissed'] as const

interface Fault {
  email: string
  says: string
}

/** Readers whose addresses look mistyped: each is changed to the suggestion or dismissed, one by one or many at once. */
export function registerTypos(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  scope.get('/typos', { config: { permission: 'view-readers' } }, async (request, reply) =>
    show(request, reply, []),
  )

  scope.post('/typos', { config: { permission: 'change-subscribers' } }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const { actor } = accountOf(request)
    const { chosen, one, what } = askedIn(request.body)
    const ids = one === null ? chosen : [one]
    if (ids.length === 0)
      return show(request, reply.code(422), [{ email: '', says: say('typos-none-ticked') }])
    if (what === 'dismiss') {
      await dismissTypos(context, digest, ids, actor)
      return seeOther(reply, here(request, digest), 'typos-dismissed')
    }
    const { refused } = await fixTypos(context, digest, ids, actor)
    if (refused.length === 0) return seeOther(reply, here(request, digest), 'typos-changed')
    const faults = refused.map(({ email, says }) => ({ email, says: wholeSentence('en', says) }))
    return show(request, reply.code(422), faults)
  })

  const importOf = (request: FastifyRequest): number | null => {
    const { import: asked } = request.query as { import?: unknown }
    return typeof asked === 'string' ? (idsIn([asked])[0] ?? null) : null
  }

  const here = (
    request: FastifyRequest,
    digest: Parameters<typeof withDigest>[1],
    query: Record<string, string> = {},
  ): string => {
    const importId = importOf(request)
    const all = { ...(importId !== null && { import: String(importId) }), ...query }
    const text = new URLSearchParams(all).toString()
    return withDigest(at(text === '' ? '/typos' : `/typos?${text}`), digest)
  }

  async function show(request: FastifyRequest, reply: FastifyReply, faults: Fault[]): Promise<string> {
    const { actor } = accountOf(request)
    const digest = await admin.digestOf(request)
    const importId = importOf(request)
    const list = importId === null ? null : await findImport(context, importId, actor)
    if (importId !== null && !list) throw new AppError('not-found', said('import-unknown', { id: importId }))
    const after = cursorIn((request.query as { after?: unknown }).after)
    const { typos, next } = await listTypos(context, actor, digest, { importId, after, count: atOnce })
    const done = doneIn(request.query, doneCodes)
    return admin.show(
      request,
      reply,
      'typos',
      {
        title: say('readers-typos'),
        here: '/typos',
        digest,
        ...(done && { notice: say(done) }),
        ...(faults.length > 0 && { fault: say('typos-not-all') }),
      },
      {
        faults,
        list: list?.fileName ?? '',
        all: withDigest(at('/typos'), digest),
        action: here(request, digest),
        mayChange: may(actor, 'change-subscribers', digest.id),
        rows: typos.map(({ row, meant }) => ({
          ...readerRowView(say, row, digest, new Map(), at),
          meant,
        })),
        next: next ? here(request, digest, { after: cursorText(next) }) : '',
      },
    )
  }
}

const idsIn = (texts: readonly string[]): number[] =>
  texts.filter((text) => /^[1-9]\d{0,14}$/.test(text)).map(Number)

/** What a form asks for: for one reader by that row's button, or for the ticked ones. */
function askedIn(body: unknown): { chosen: number[]; one: number | null; what: 'fix' | 'dismiss' } {
  const { typed } = readForm(form, body)
  const [fix] = idsIn(typed.fix)
  const [dismiss] = idsIn(typed.dismiss)
  const isDismissed = dismiss !== undefined || (fix === undefined && typed.many[0] === 'dismiss')
  return {
    chosen: idsIn(typed.chosen).slice(0, 2 * atOnce),
    one: fix ?? dismiss ?? null,
    what: isDismissed ? 'dismiss' : 'fix',
  }
}
