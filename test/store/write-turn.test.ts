import { expect, test } from 'vitest'
import { firstTurn, newWriteTurn, otherTurn } from '../../src/store/dialect/write-turn.ts'

test('the thread that answers waits for a transaction of the other without blocking, and begins when it has ended', async () => {
  const memory = newWriteTurn()
  const [first, other] = [firstTurn(memory), otherTurn(memory)]
  const order: string[] = []
  await other.begin(async () => void order.push('other begins'))
  const begun = first.begin(async () => void order.push('first begins'))
  await Promise.resolve()
  order.push('answers')
  other.end()
  await begun
  expect(order).toEqual(['other begins', 'answers', 'first begins'])
})

test('one that could not begin holds nobody up', async () => {
  const memory = newWriteTurn()
  const failing = () => Promise.reject(new Error('locked'))
  await expect(otherTurn(memory).begin(failing)).rejects.toThrow('locked')
  await expect(firstTurn(memory).begin(failing)).rejects.toThrow('locked')
  expect([...new Int32Array(memory)]).toEqual([0, 0])
})
