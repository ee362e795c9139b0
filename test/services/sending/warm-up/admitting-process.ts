import { tmpdir } from 'node:os'
import { admitToday } from '../../../../src/services/sending/warm-up/admit-today.ts'
import { openStore } from '../../../../src/store/open.ts'
import type { Store } from '../../../../src/store/store.ts'

/** Admits the readers of an edition's day, and kills itself once this many transactions are committed: its arguments. */
const [url = '', edition = '', at = '', transactions = ''] = process.argv.slice(2)
const store = openStore(url, tmpdir())
let committed = 0
const transaction: Store['transaction'] = async (work) => {
  const result = await store.transaction(work)
  committed += 1
  if (committed === Number(transactions)) process.kill(process.pid, 'SIGKILL')
  return result
}
const found = await store.editions.byId(Number(edition))
if (!found) throw new Error(`there is no edition ${edition}`)
const now = Temporal.Instant.from(at)
await admitToday(
  { store: { ...store, transaction }, clock: { now: () => now }, events: { emit: () => undefined } },
  found,
)
