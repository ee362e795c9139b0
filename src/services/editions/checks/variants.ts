import { setImmediate as turn } from 'node:timers/promises'
import type { Cut, LastDelivery, Sheet } from '../../../core/entities/sheet.ts'
import { remembered } from '../../../core/schedule.ts'
import type { StoredBlock } from '../../../core/entities/editions/contents.ts'
import { defaultChoices, type ChoiceSet } from '../../../core/entities/subscription.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { PreparedEdition } from '../prepare-edition.ts'
import type { CheckDeps, CheckedVariant } from './check.ts'

/** Sets of topics that are checked, those with most readers first. */
const mostSets = 1000
/** E-mails cut in a row before other work gets its turn. */
const atOnce = 20

/** The e-mail with all topics; readers are not counted. */
export function wholeVariant(
  context: CheckDeps,
  prepared: Pick<PreparedEdition, 'sheet' | 'cut'>,
  blocks: readonly StoredBlock[],
): CheckedVariant {
  return variantMaker(context, prepared, blocks)([], null)
}

/** The e-mails for every set of topics that readers of the edition chose, and how many readers had sets too rare to be checked. */
export async function readersVariants(
  context: CheckDeps,
  prepared: Pick<PreparedEdition, 'sheet' | 'cut'>,
  blocks: readonly StoredBlock[],
  { digestId, date }: Edition,
): Promise<{ variants: CheckedVariant[]; unseen: number }> {
  const { store, clock } = context
  const { sets, readers } = await store.audiences.choiceSets(digestId, date.dayOfWeek, clock.now(), mostSets)
  const make = variantMaker(context, prepared, blocks)
  const variants: CheckedVariant[] = []
  for (const { topics, readers: count } of merged(prepared.sheet, sets)) {
    variants.push(make(topics, count))
    // Lets pages be answered meanwhile.
    if (variants.length % atOnce === 0) await turn()
  }
  return { variants, unseen: readers - sets.reduce((sum, set) => sum + set.readers, 0) }
}

/** Combines sets that amount to the same choice, in any order; topics that the digest does not have are ignored. */
function merged({ topics }: Sheet, sets: readonly ChoiceSet[]): ChoiceSet[] {
  const ids = topics.map(({ id }) => id)
  const counts = new Map<string, ChoiceSet>()
  for (const { topics: chosen, readers } of sets) {
    const own = ids.filter((id) => chosen.includes(id))
    // A set whose topics are all gone gets nothing, which is not the same as everything.
    const all = chosen.length === 0 || own.length === ids.length
    const set = all ? [] : own.length > 0 ? own : chosen.slice(0, 1)
    const known = counts.get(set.join(' '))
    counts.set(set.join(' '), { topics: set, readers: readers + (known?.readers ?? 0) })
  }
  return [...counts.values()]
}

function variantMaker(
  { renderer }: CheckDeps,
  { sheet, cut }: Pick<PreparedEdition, 'sheet' | 'cut'>,
  blocks: readonly StoredBlock[],
): (topics: string[], readers: number | null) => CheckedVariant {
  const sizes = new Map(blocks.map(({ key, size }) => [key, size]))
  const sizeOf = (made: Cut): number =>
    made.ok ? made.blocks.reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0) : 0
  const away = longAway(sheet)
  return (topics, readers) => {
    const made = cut({ ...defaultChoices, topics }, null)
    return {
      topics,
      readers,
      cut: made,
      subject: made.ok ? renderer.values(sheet, made).subject : null,
      bytes: Math.max(sizeOf(made), sizeOf(cut({ ...defaultChoices, topics }, away))),
    }
  }
}

/** A reader whose last e-mail was sent before the remembered editions, and contained everything that is corrected now. */
function longAway({ date, frozenAt, corrections }: Sheet): LastDelivery {
  return {
    date: date.subtract({ days: 15 }),
    frozenAt: frozenAt.subtract(remembered).subtract({ seconds: 1 }),
    shown: new Set(corrections.map(({ storyId }) => storyId)),
  }
}
