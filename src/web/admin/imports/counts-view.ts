import type { Import, ImportCounts } from '../../../core/entities/imports/import.ts'
import type { Words } from '../../../wording/wording.ts'

/** In the order in which pages show them. */
const shown = [
  'added',
  'updated',
  'known',
  'repeated',
  'left',
  'suppressed',
  'ended',
  'removed',
  'rejected',
  'undone',
  'kept',
] as const satisfies (keyof ImportCounts)[]

const numbers = new Intl.NumberFormat('en-GB')

/** The results of an import, or those expected, one line for each kind of row; kinds without rows are omitted. */
export function countsView(say: Words['say'], { counts }: Import) {
  return shown
    .filter((kind) => counts[kind] > 0)
    .map((kind) => ({ kind, amount: numbers.format(counts[kind]), name: say(`import-count-${kind}`) }))
}

/** The same in one line, for a list of imports. */
export function countsLine(say: Words['say'], one: Import): string {
  return countsView(say, one)
    .map(({ amount, name }) => `${amount} ${name}`)
    .join(', ')
}
