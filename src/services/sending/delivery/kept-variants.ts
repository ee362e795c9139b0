import type { Cut } from '../../../core/entities/sheet.ts'
import type { Context } from '../../context.ts'
import type { PreparedVariant } from '../../editions/prepare-edition.ts'

/** What the variants of an edition hold, kept in the store before a first mail of each leaves, so that a delivery can be explained. */
export interface KeptVariants {
  keep(variant: PreparedVariant, cut: Extract<Cut, { ok: true }>): Promise<void>
  /** How many there were. */
  count(): number
}

export function keptVariants({ store }: Pick<Context, 'store'>, editionId: number): KeptVariants {
  const known = new Set<string>()
  return {
    async keep({ key, subject, bytes }, { blocks, topics }) {
      if (known.has(key)) return
      await store.contents.putVariant(editionId, key, { subject, bytes, blocks, topics })
      known.add(key)
    },
    count: () => known.size,
  }
}
