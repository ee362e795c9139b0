import type { Transaction } from '../../store/store.ts'

/** Reports a day whose text is stored although they cannot be matched to an e-mail of ours: anybody can send them. */
const daily = 5_000
const budget = { key: 'stray-reports', burst: daily, interval: (24 * 3_600_000) / daily }

/** Whether the text of another one may be stored today. */
export async function takeForStray(
  { allowances }: Pick<Transaction, 'allowances'>,
  at: Temporal.Instant,
): Promise<boolean> {
  return (await allowances.take(budget, at)) === 0
}
