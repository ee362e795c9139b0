import type { Story } from '../core/entities/story.ts'
import { curateAnalyses } from './curate-analyses.ts'
import { correctionReason } from './events/corrections.ts'
import { curateNews } from './curate-news.ts'
import { type Curated, type CuratedItem, type CurateInput, type LeftOut } from './curated.ts'
import { gates } from './gate.ts'
import { curatingTools, type CuratingTools, type Read } from './curating-tools.ts'
import { aloneVerdict } from './gate-reasons.ts'
import { ruledOut } from './rules.ts'
import { profileCountry } from './countries/profile-country.ts'

export type { CarriedBefore, ChangedStory, Curated, CuratedItem, CurateInput, LeftOut } from './curated.ts'
export type { Gate } from './gate.ts'

function distinct(stories: readonly Story[]): Story[] {
  return [...new Map(stories.map((story) => [story.id, story])).values()].sort((a, b) => a.id - b.id)
}

function byGate(a: LeftOut, b: LeftOut): number {
  return gates.indexOf(a.gate) - gates.indexOf(b.gate) || b.score - a.score || a.storyId - b.storyId
}

function corrections({ changed }: CurateInput, tools: CuratingTools): CuratedItem[] {
  return [...changed]
    .sort((a, b) => a.story.id - b.story.id)
    .flatMap((one) => {
      const reason = correctionReason(one)
      if (reason === null) return []
      const { storyId, headline, on, link } = one.carried
      const item = tools.item(tools.read(one.story), [], [])
      return [{ ...item, reasons: [reason], follows: { kind: 'correction', storyId, headline, on, link } }]
    })
}

/**
 * Makes an edition's content from the candidates: topics, countries, one story per event, rank, and the reasons. Every story of `stories`
 * is in exactly one of `news`, `analyses` and `leftOut`; the order of the input does not affect the result. The publication date only
 * sorts, and excludes news that was old when first seen.
 */
export function curate(input: CurateInput): Curated {
  const tools = curatingTools(input)
  const ruleAgainst = ruledOut(input.rules)
  const candidates = distinct(input.stories)
  const isCandidate = new Set(candidates.map(({ id }) => id))
  const known = distinct(input.analyses).filter(({ id }) => !isCandidate.has(id))
  const rejected: LeftOut[] = []
  const passing = (story: Story): Read[] => {
    const read = tools.read(story)
    const verdict = aloneVerdict(story, input, ruleAgainst)
    if (verdict === null) return [read]
    rejected.push({ storyId: story.id, ...verdict, score: tools.rank(read, []).score })
    return []
  }
  const passed = [...candidates, ...known].flatMap(passing)
  const isNews = ({ story }: Read): boolean => isCandidate.has(story.id) && story.section === 'news'
  const news = curateNews(passed.filter(isNews), input, tools)
  const analyses = curateAnalyses(
    passed.filter((read) => !isNews(read)),
    input,
    tools,
  )
  return {
    news: news.news,
    analyses: analyses.analyses,
    corrections: corrections(input, tools),
    leftOut: [...rejected, ...news.leftOut, ...analyses.leftOut]
      .filter(({ storyId }) => isCandidate.has(storyId))
      .sort(byGate),
    profile: profileCountry(news.news, input.profileCountries, input.profilesShown),
  }
}
