import { AppError } from '../../../core/errors.ts'
import type { Rule } from '../../../core/entities/newsroom.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { ruledOut, type Rules } from '../../../curate/rules.ts'
import type { Story } from '../../../core/entities/story.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Repositories } from '../../../store/store.ts'
import { requireNewsroom } from '../../newsroom/find-digest.ts'
import type { Context } from '../../context.ts'
import { findSource } from './remove-source.ts'
import { said, type Said } from '../../../core/said/said.ts'

/** Every rule in force. */
export async function rulesOf({
  newsroom,
  sources,
}: Pick<Repositories, 'newsroom' | 'sources'>): Promise<Rules> {
  const all = await sources.list()
  return {
    newsroom: (await newsroom.get())?.rules ?? [],
    bySource: new Map(all.map((source) => [source.id, source.rules])),
  }
}

/** The rules of a source by its name, or those of the newsroom. */
export async function listRules(context: Pick<Context, 'store'>, source: string | null): Promise<Rule[]> {
  return source === null ? (await requireNewsroom(context)).rules : (await findSource(context, source)).rules
}

const same = (a: Rule, b: Rule): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Adds a rule to a source, or to the newsroom if `source` is null; an existing rule is not added again. */
export function addRule(context: Deps, source: string | null, rule: Rule, actor: Actor): Promise<Rule[]> {
  return changeRules(context, source, actor, 'add-rule', (rules) =>
    rules.some((each) => same(each, rule)) ? rules : [...rules, rule],
  )
}

/** Removes the rule with this number, counted from 1. Throws `not-found` if there is none. */
export function removeRule(
  context: Deps,
  source: string | null,
  number: number,
  actor: Actor,
): Promise<Rule[]> {
  return changeRules(context, source, actor, 'remove-rule', (rules) => {
    if (number > rules.length)
      throw new AppError('not-found', said('rule-unknown', { number, count: rules.length }))
    return rules.filter((_, index) => index !== number - 1)
  })
}

type Deps = Pick<Context, 'store' | 'clock'>

async function changeRules(
  { store, clock }: Deps,
  source: string | null,
  actor: Actor,
  action: string,
  change: (rules: Rule[]) => Rule[],
): Promise<Rule[]> {
  requirePermission(actor, 'change-rules', null)
  const at = clock.now()
  return store.transaction(async (tx) => {
    const newsroom = await requireNewsroom({ store: tx })
    const found = source === null ? null : await findSource({ store: tx }, source)
    const current = found ? found.rules : newsroom.rules
    const rules = change(current)
    if (rules === current) return rules
    if (found) await tx.sources.putRules(found.id, rules)
    else await tx.newsroom.put({ ...newsroom, rules })
    const subject = source === null ? 'newsroom' : `source:${source}`
    await tx.audit.append({ at, actor, action, subject, detail: { rules } })
    return rules
  })
}

/** The effect of rules on stories. */
export interface TriedRules {
  looked: number
  leftOut: { story: Story; reason: Said }[]
}

/** What rules would have done to the stories first seen in the last days: those in force, and one more if given. */
export async function tryRules(
  { store, clock }: Deps,
  days: number,
  more: { source: string | null; rule: Rule } | null,
): Promise<TriedRules> {
  const now = clock.now()
  const stories = await store.stories.inWindow(now.subtract({ hours: 24 * days }), now)
  const rules = await rulesOf(store)
  const against = ruledOut(more === null ? rules : withRule(rules, more.rule, await idOf(store, more.source)))
  const leftOut = stories.flatMap((story) => {
    const reason = against(story)
    return reason === null ? [] : [{ story, reason }]
  })
  return { looked: stories.length, leftOut }
}

async function idOf(store: Context['store'], source: string | null): Promise<number | null> {
  return source === null ? null : (await findSource({ store }, source)).id
}

function withRule({ newsroom, bySource }: Rules, rule: Rule, sourceId: number | null): Rules {
  if (sourceId === null) return { newsroom: [...newsroom, rule], bySource }
  return { newsroom, bySource: new Map(bySource).set(sourceId, [...(bySource.get(sourceId) ?? []), rule]) }
}
