import { expect, test } from 'vitest'
import { postgres } from './place/backends.ts'
import { rounds } from './suites/rounds.ts'
import { serverDisk } from './suites/server-disk.ts'
import type { Suite } from './suite.ts'
import { databaseDown, workers } from './suites/workers.ts'

const server = process.env['DAYWIRE_TEST_POSTGRES_URL']

/** The short form of suites that need several processes. */
const short: [name: string, suite: Suite, points: number, recipients: number][] = [
  ['kill -9 of workers', workers, 2, 700],
  ['a database server that ends', databaseDown, 1, 300],
  ['a database server whose disk is full', serverDisk, 1, 2000],
  ['sources of several workers', rounds, 2, 30],
]

test.skipIf(server === undefined).each(short)(
  '%s: none lost, none twice',
  async (_, suite, points, recipients) => {
    const setting = { points, recipients, seed: 7, step: () => undefined }
    const { broken } = await suite({ backend: postgres(server ?? ''), ...setting })
    expect(broken).toEqual([])
  },
  600_000,
)
