import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Rule } from '../../../core/entities/newsroom.ts'
import { may } from '../../../core/permissions.ts'
import { listSources } from '../../../services/collecting/managing/list-sources.ts'
import { addRule, tryRules, type TriedRules } from '../../../services/collecting/managing/rules.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { doneIn } from '../../kit/redirect.ts'
import { sentence } from '../../../wording/wording.ts'

interface Asked {
  action: Rule['action']
  where: Rule['where']
  phrases: string
  source: string
  days: number
}

const standard: Asked = { action: 'leave-out', where: 'words', phrases: '', source: '', days: 7 }
const mostShown = 100

const phrasesIn = (text: string): string[] =>
  text
    .split(',')
    .map((phrase) => phrase.trim())
    .filter(Boolean)

/** Tries a rule on the stories of the last days, and adds it. */
export function registerRules(scope: FastifyInstance, { context }: WebContext, desk: Desk): void {
  const form = z.object({
    action: oneText.pipe(z.enum(['keep', 'leave-out'])),
    where: oneText.pipe(z.enum(['words', 'category', 'author'])),
    phrases: oneText.check(
      z.refine((text) => phrasesIn(text).length > 0, desk.say('fault-phrases')),
      z.maxLength(500),
    ),
    source: oneText,
    days: oneText.transform(Number).pipe(z.number().int().min(1).max(60)),
  })
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    asked: Asked,
    fault: string,
    tried: TriedRules | null,
  ): Promise<string> => {
    const sources = await listSources(context)
    const done = doneIn(request.query, ['rule-added'])
    return desk.show(
      request,
      reply,
      'rules',
      { title: desk.say('rules'), place: 'sources', ...(done && { notice: desk.say(done) }) },
      {
        asked,
        keeps: asked.action === 'keep',
        isWhere: {
          words: asked.where === 'words',
          category: asked.where === 'category',
          author: asked.where === 'author',
        },
        fault,
        sources: sources.map(({ name }) => ({ name, isChosen: name === asked.source })),
        mayChange: may(accountOf(request).actor, 'change-rules', null),
        tried: tried && {
          looked: tried.looked,
          count: tried.leftOut.length,
          stories: tried.leftOut.slice(0, mostShown).map(({ story, reason }) => ({
            id: story.id,
            headline: story.headline,
            source: story.sourceName,
            reason: sentence('en', reason),
          })),
        },
      },
    )
  }
  scope.get('/sources/rules', { config: { permission: 'view-desk' } }, async (request, reply) => {
    const sent = readForm(form, request.query)
    if (!('phrases' in (request.query as object))) return show(request, reply, standard, '', null)
    if (!sent.ok)
      return show(
        request,
        reply.code(422),
        { ...standard, phrases: sent.typed.phrases[0] ?? '' },
        desk.say('fault-phrases'),
        null,
      )
    const { action, where, phrases, source, days } = sent.value
    const rule = { action, where, any: phrasesIn(phrases) }
    const tried = await tryRules(context, days, { source: source || null, rule })
    return show(request, reply, sent.value, '', tried)
  })
  scope.post('/sources/rules', { config: { permission: 'change-rules' } }, async (request, reply) => {
    const sent = readForm(form, request.body)
    if (!sent.ok) return show(request, reply.code(422), standard, desk.say('fault-phrases'), null)
    const { action, where, phrases, source } = sent.value
    await addRule(
      context,
      source || null,
      { action, where, any: phrasesIn(phrases) },
      accountOf(request).actor,
    )
    return seeOther(reply, desk.at('sources/rules'), 'rule-added')
  })
}
