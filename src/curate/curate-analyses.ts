import type { CurateInput, CuratedItem, LeftOut } from './curated.ts'
import type { CuratingTools, Read } from './curating-tools.ts'
import { shortened } from './gate-reasons.ts'
import { byLead } from './lead-story.ts'
import { groupSame } from './events/same-story.ts'
import { said } from '../core/said/said.ts'

const mostAnalyses = 3

function byDate(a: Read, b: Read): number {
  return Temporal.Instant.compare(b.at, a.at) || b.id - a.id
}

/** The latest analyses of any day and topic; a pinned older one is kept. */
export function curateAnalyses(
  reads: readonly Read[],
  input: CurateInput,
  tools: CuratingTools,
): { analyses: CuratedItem[]; leftOut: LeftOut[] } {
  const groups = groupSame(reads, input.decisions).map((group) =>
    [...group].sort((a, b) => byLead(a.story, b.story)),
  )
  const pin = ({ id }: Read): number => (input.pinned.has(id) ? 1 : 0)
  const leads = groups.flatMap(([lead]) => lead ?? []).sort((a, b) => pin(b) - pin(a) || byDate(a, b))
  const item = (read: Read): CuratedItem => tools.item(read, [], [])
  return {
    analyses: leads.slice(0, mostAnalyses).sort(byDate).map(item),
    leftOut: [
      ...groups.flatMap(([lead, ...others]) =>
        others.map((read): LeftOut => ({
          storyId: read.id,
          gate: 'duplicate',
          reason: said('duplicate-of', {
            headline: shortened(lead?.headline ?? ''),
            source: lead?.sourceName ?? '',
          }),
          score: item(read).score,
          duplicateOf: lead?.id,
        })),
      ),
      ...leads.slice(mostAnalyses).map((read): LeftOut => ({
        storyId: read.id,
        gate: 'analysis-older',
        reason: said('analysis-older', { count: mostAnalyses }),
        score: item(read).score,
      })),
    ],
  }
}
