import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reserveIn } from '../../../src/store/disk/reserve.ts'
import { systemRandom } from '../../../src/system.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daywire-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('processes that share a data folder may make the reserve at the same time', async () => {
  const size = 3_000_000
  const all = [1, 2, 3].map(() => reserveIn(folder, systemRandom))
  await Promise.all(all.map((reserve) => reserve.make(size)))
  expect(all.map((reserve) => reserve.held())).toEqual([size, size, size])
  expect(await readdir(folder)).toEqual(['disk-reserve'])
})
