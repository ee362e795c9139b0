import type { LedgerRow } from '../../services/sending/delivery/list-ledger.ts'
import type { Shell } from '../kit/context.ts'
import { table } from '../kit/table.ts'
import { english } from '../../core/said/sentence.ts'

/** Prints rows of the ledger as lines of JSON or as a table. */
export function printRows(shell: Shell, rows: LedgerRow[], json: boolean): void {
  if (json) for (const row of rows) shell.json(row)
  else if (rows.length > 0)
    shell.print(
      table(
        ['digest', 'date', 'address', 'status', 'attempts', 'reason and reply'],
        rows.map((row) => [
          row.digest,
          row.number === 0 ? row.date : `${row.date}-${row.number}`,
          row.email ?? '(erased)',
          row.status,
          row.attempts,
          [row.reason && english(row.reason), row.reply].filter((text) => text !== null).join(': '),
        ]),
      ),
    )
}
