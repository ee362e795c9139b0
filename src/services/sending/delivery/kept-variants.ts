import type { Cut } from '../../../core/entities/sheet.ts'
import type { Context } from '../../context.ts'
import type { PreparedVariant } from '../../editions/prepare-edition.ts'

/** The contents of an edition's variants, stored before a first e-mail of each is sent, so that a delivery can be explained later. */
export interface KeptVariants {
  keep(variant: PreparedVariant, cut: Extract<Cut, { ok: true }>): Promise<void>
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
