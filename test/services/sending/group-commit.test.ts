import { expect, test } from 'vitest'
import { groupCommit } from '../../../src/services/sending/delivery/ledger/group-commit.ts'

/** A write that ends when the test says so. */
function heldWrite() {
  const begun: number[][] = []
  const ends: (() => void)[] = []
  const write = async (items: number[]) => {
    begun.push(items)
    await new Promise<void>((end) => ends.push(end))
    return items.map((item) => item * 10)
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  return {
    write,
    begun,
    async end() {
      while (ends.length === 0) await turn()
      ends.shift()?.()
    },
  }
}

test('callers share a write, and each gets its own result', async () => {
  const { write, begun, end } = heldWrite()
  const call = groupCommit(write, 4)
  const first = [call(1), call(2)]
  await end()
  expect(await Promise.all(first)).toEqual([10, 20])
  expect(begun).toEqual([[1, 2]])
})

test('while one batch is written the next is collected', async () => {
  const { write, begun, end } = heldWrite()
  const call = groupCommit(write, 2)
  const first = call(1)
  while (begun.length === 0) await new Promise((resolve) => setImmediate(resolve))
  const others = [call(2), call(3), call(4)]
  await end()
  await end()
  expect(await Promise.all([first, ...others])).toEqual([10, 20, 30, 40])
  expect(begun).toEqual([[1], [2, 3, 4]])
})

test('a failed write is reported to each of its callers, and to no other', async () => {
  let isBroken = true
  const call = groupCommit(async (items: number[]) => {
    if (isBroken) throw new Error('the disk is full')
    return items
  }, 2)
  expect(await Promise.allSettled([call(1), call(2)])).toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ])
  isBroken = false
  expect(await call(3)).toBe(3)
})
