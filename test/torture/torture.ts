import { parseArgs } from 'node:util'
import { away } from './suites/away.ts'
import { postgres, sqlite } from './place/backends.ts'
import { scenarios } from './suites/clock-scenarios.ts'
import { bounces } from './bounces/bounces.ts'
import { clocks } from './suites/clocks.ts'
import { fullDisk } from './suites/disk.ts'
import { twoEditors } from './editors/two-editors.ts'
import { faultTable } from './suites/fault-table.ts'
import { faults } from './suites/faults.ts'
import { freeze } from './suites/freeze.ts'
import { kill, killAndRetry } from './suites/kill.ts'
import { tableOf, type Row } from './report.ts'
import { rounds } from './suites/rounds.ts'
import { schedulers } from './suites/schedulers.ts'
import { sharing } from './suites/sharing.ts'
import { stop } from './suites/stop.ts'
import type { Extent, Suite } from './suite.ts'
import { withdraw } from './suites/withdraw.ts'
import { databaseDown, hang, workers } from './suites/workers.ts'

/** The suites that try to make Daywire lose an e-mail or send it twice; `npm run torture -- --help` explains how to choose. */
const suites: Record<string, { run: Suite; points: number; recipients: number }> = {
  kill: { run: kill, points: 100, recipients: 10_000 },
  'kill-retry': { run: killAndRetry, points: 50, recipients: 5_000 },
  stop: { run: stop, points: 50, recipients: 5_000 },
  freeze: { run: freeze, points: 20, recipients: 4_000 },
  faults: { run: faults, points: faultTable.length, recipients: 12 },
  schedulers: { run: schedulers, points: 1_000, recipients: 3 },
  away: { run: away, points: 20, recipients: 2_000 },
  workers: { run: workers, points: 50, recipients: 10_000 },
  hang: { run: hang, points: 1, recipients: 3_000 },
  down: { run: databaseDown, points: 5, recipients: 3_000 },
  rounds: { run: rounds, points: 10, recipients: 200 },
  sharing: { run: sharing, points: 3, recipients: 10_000 },
  disk: { run: fullDisk, points: 20, recipients: 2_000 },
  withdraw: { run: withdraw, points: 30, recipients: 190 },
  editors: { run: twoEditors, points: 8, recipients: 200 },
  bounces: { run: bounces, points: 40, recipients: 10_000 },
  clocks: { run: clocks, points: scenarios.length, recipients: 2 },
}

const help = `npm run torture [-- SUITE … --seed N --points N --recipients N --backend sqlite|postgres]

suites: ${Object.keys(suites).join(', ')}; all where none is named
PostgreSQL is tortured too where DAYWIRE_TEST_POSTGRES_URL names a server whose user may create databases.
Ends with 1 where a bar is broken.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    points: { type: 'string' },
    recipients: { type: 'string' },
    backend: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(help)
  process.exit(0)
}
const unknown = positionals.filter((name) => !(name in suites))
if (unknown.length > 0) {
  process.stderr.write(`no such suite: ${unknown.join(', ')}\n\n${help}`)
  process.exit(2)
}
const server = process.env['DAYWIRE_TEST_POSTGRES_URL']
const backends = [sqlite, ...(server ? [postgres(server)] : [])].filter(
  ({ name }) => values.backend === undefined || name.toLowerCase().startsWith(values.backend),
)

const rows: Row[] = []
for (const name of positionals.length > 0 ? positionals : Object.keys(suites)) {
  const suite = suites[name]
  if (!suite) continue
  const extent: Extent = {
    points: Number(values.points ?? suite.points),
    recipients: Number(values.recipients ?? suite.recipients),
    seed: Number(values.seed),
  }
  for (const backend of backends) {
    const title = `${name} on ${backend.name}`
    const row = await suite.run({ ...extent, backend, step: (done, total) => show(title, done, total) })
    process.stderr.write('\n')
    rows.push(row)
    // The table is printed at the end; this shows results even if it is interrupted before.
    process.stderr.write(`${title}: ${row.broken.length > 0 ? row.broken.join('; ') : 'holds'}\n`)
  }
}
process.stdout.write(`${tableOf(rows)}\n`)
process.exitCode = rows.some((row) => row.broken.length > 0) ? 1 : 0

function show(title: string, done: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${title}: ${done} of ${total}`)
  else if (done % Math.max(1, Math.floor(total / 10)) === 0)
    process.stderr.write(`${title}: ${done} of ${total}\n`)
}
