import { expect, test } from 'vitest'
import { BackgroundWork } from '../../../src/services/imports/running/background-work.ts'

test('one piece of work goes on while the next is prepared, and its fault comes with the next', async () => {
  const done: string[] = []
  const first = Promise.withResolvers<void>()
  const behind = new BackgroundWork(1)
  await behind.start(async () => {
    await first.promise
    done.push('first')
    throw new Error('the first failed')
  })
  const second = behind.start(async () => void done.push('second'))
  first.resolve()
  await expect(second).rejects.toThrow('the first failed')
  await behind.start(async () => void done.push('third'))
  await behind.end()
  expect(done).toEqual(['first', 'third'])
})

test('with none behind, a piece has ended, or failed, before anything else', async () => {
  const behind = new BackgroundWork(0)
  const work = async () => {
    throw new Error('it failed')
  }
  await expect(behind.start(work)).rejects.toThrow('it failed')
  await behind.end()
})
