import { expect, test } from 'vitest'
import { sqlite } from './place/backends.ts'
import { bounces } from './bounces/bounces.ts'
import { fullDisk } from './suites/disk.ts'
import { twoEditors } from './editors/two-editors.ts'
import { faults } from './suites/faults.ts'
import { freeze } from './suites/freeze.ts'
import { kill, killAndRetry } from './suites/kill.ts'
import { schedulers } from './suites/schedulers.ts'
import { stop } from './suites/stop.ts'
import type { Suite } from './suite.ts'
import { withdraw } from './suites/withdraw.ts'

/** The short form of `npm run torture`: the same suites, with a few points each. */
const short: [name: string, suite: Suite, points: number, recipients: number][] = [
  ['kill -9', kill, 2, 120],
  ['kill -9, retry-once', killAndRetry, 2, 120],
  ['SIGTERM', stop, 1, 60],
  ['SIGSTOP', freeze, 1, 120],
  ['two schedulers', schedulers, 3, 2],
  ['SMTP faults', faults, 6, 3],
  ['withdrawals', withdraw, 5, 60],
  ['bounces', bounces, 4, 200],
  ['disk full', fullDisk, 2, 60],
  ['two editors', twoEditors, 3, 200],
]

test.each(short)(
  '%s: none lost, none twice beyond the bar',
  async (_, suite, points, recipients) => {
    const row = await suite({ backend: sqlite, points, recipients, seed: 7, step: () => undefined })
    if (row.points === 0) process.stderr.write(`${row.suite}: ${row.note}\n`)
    expect(row.broken).toEqual([])
  },
  180_000,
)
