import { said } from '../../../../core/said/said.ts'
import { correctionReason } from '../../../../curate/events/corrections.ts'
import type { CheckFinding } from '../../../../core/entities/check.ts'
import type { Item } from '../../../../core/entities/sheet.ts'
import type { Check, CheckDeps, CheckedRevision } from '../check.ts'

/** Corrections in this edition, and stories of it that their sources have corrected since it was frozen. */
export const corrections: Check = {
  name: 'corrections',
  severity: 'warn',
  async find(revision, context) {
    const { sheet, edition } = revision
    const own = sheet.corrections.filter(({ editionFrozenAt }) => editionFrozenAt.equals(edition.frozenAt))
    return [...own.map(carried), ...(await changedSince(revision, context))]
  },
}

const carried = ({ storyId, headline, reasons }: Item): CheckFinding => ({
  place: { kind: 'story', story: storyId, field: 'story' },
  ...said('correction-carried', { headline, why: reasons.at(-1) ?? '' }),
})

async function changedSince(
  { sheet, edition }: CheckedRevision,
  { store, clock }: CheckDeps,
): Promise<CheckFinding[]> {
  const before = await store.storyVersions.firstBefore(edition.frozenAt, clock.now())
  const items = [...sheet.news, ...sheet.analyses].filter(({ storyId }) => before.has(storyId))
  const stories = await store.stories.byIds(items.map(({ storyId }) => storyId))
  return items.flatMap((item): CheckFinding[] => {
    const story = stories.find(({ id }) => id === item.storyId)
    const was = before.get(item.storyId)
    const why = story && was ? correctionReason({ story, carried: item, before: was }) : null
    if (why === null) return []
    const place = { kind: 'story', story: item.storyId, field: 'story' } as const
    return [{ place, ...said('story-corrected-since', { headline: item.headline, why }) }]
  })
}
