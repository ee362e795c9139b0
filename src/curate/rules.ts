import type { Rule } from '../core/entities/newsroom.ts'
import type { Story } from '../core/entities/story.ts'
import { normalized } from '../core/text/text.ts'
import { said, type Said } from '../core/said/said.ts'

/** What rules look at. */
type Ruled = Pick<Story, 'headline' | 'summary' | 'byline' | 'categories'>

/** Rules of one list, the newsroom's or a source's, ready for many stories. */
type CompiledRules = (story: Ruled) => Said | null

const escaped = (phrase: string): string =>
  normalized(phrase, 'NFC')
    .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    .replace(/\s+/g, '\\s+')

/** Phrases on word boundaries, case aside; the first that is met, as the rule has it. */
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

/** Every rule that holds: the newsroom's, and those of sources by their id. */
export interface Rules {
  newsroom: readonly Rule[]
  bySource: ReadonlyMap<number, readonly Rule[]>
}

/**
 * Makes rules ready; `source` is null for those of the newsroom. The answer is why a story is left out, or null where it stays: what a `leave-out` meets
 * goes; where there are `keep` rules, what none of them meets goes too.
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

/** Makes every rule ready: why a story of a source is left out, or null. The newsroom's rules come first. */
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
