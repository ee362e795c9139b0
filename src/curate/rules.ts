import type { Rule } from '../core/entities/newsroom.ts'
import type { Story } from '../core/entities/story.ts'
import { normalized } from '../core/text/text.ts'
import { said, type Said } from '../core/said/said.ts'

/** The fields that rules examine. */
type Ruled = Pick<Story, 'headline' | 'summary' | 'byline' | 'categories'>

/** A compiled list of rules, the newsroom's or a source's. */
type CompiledRules = (story: Ruled) => Said | null

const escaped = (phrase: string): string =>
  normalized(phrase, 'NFC')
    .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    .replace(/\s+/g, '\\s+')

/** Finds the first of the phrases, on word boundaries and case-insensitively, and returns it as written in the rule. */
function finder(phrases: string[]): (texts: string[]) => string | null {
  const all = phrases.map((phrase) => ({
    phrase,
    expression: new RegExp(`(?<![\\p{L}\\p{N}])${escaped(phrase.trim())}(?![\\p{L}\\p{N}])`, 'iu'),
  }))
  return (texts) =>
    all.find(({ expression }) => texts.some((text) => expression.test(normalized(text, 'NFC'))))?.phrase ??
    null
}

function textsOf(story: Ruled, where: Rule['where']): string[] {
  switch (where) {
    case 'words':
      return [story.headline, story.summary]
    case 'category':
      return story.categories
    case 'author':
      return story.byline === null ? [] : [story.byline]
  }
}

/** All rules: the newsroom's, and those of sources by id. */
export interface Rules {
  newsroom: readonly Rule[]
  bySource: ReadonlyMap<number, readonly Rule[]>
}

/**
 * Compiles rules; `source` is null for those of the newsroom. The result returns why a story is left out, or null if it is kept: a story
 * that matches a `leave-out` rule is left out, and if there are `keep` rules, one that matches none of them too.
 */
function compileRules(rules: readonly Rule[], source: string | null): CompiledRules {
  const compiled = rules.map((rule) => ({ rule, find: finder(rule.any) }))
  const keeps = compiled.filter(({ rule }) => rule.action === 'keep')
  const leaves = compiled.filter(({ rule }) => rule.action === 'leave-out')
  return (story) => {
    for (const { rule, find } of leaves) {
      const met = find(textsOf(story, rule.where))
      if (met === null) continue
      const params = { where: rule.where, phrase: met }
      return source === null
        ? said('ruled-out-by-newsroom', params)
        : said('ruled-out-by-source', { ...params, source })
    }
    if (keeps.length === 0 || keeps.some(({ rule, find }) => find(textsOf(story, rule.where)) !== null))
      return null
    const kept = keeps.map(({ rule }) => said('rule-phrases', { where: rule.where, phrases: rule.any }))
    return source === null
      ? said('kept-only-by-newsroom', { kept })
      : said('kept-only-by-source', { kept, source })
  }
}

/** Compiles all rules; the result returns why a story is left out, or null. The newsroom's rules are applied first. */
export function ruledOut({
  newsroom,
  bySource,
}: Rules): (story: Ruled & Pick<Story, 'sourceId' | 'sourceName'>) => Said | null {
  const ofAll = compileRules(newsroom, null)
  const ofSource = new Map<number, CompiledRules>()
  return (story) => {
    const own = bySource.get(story.sourceId) ?? []
    const compiled = ofSource.get(story.sourceId) ?? compileRules(own, story.sourceName)
    ofSource.set(story.sourceId, compiled)
    return ofAll(story) ?? compiled(story)
  }
}
