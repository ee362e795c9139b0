import { expect, test } from 'vitest'
import { jsonOf } from '../../../src/mail/hooks/json.ts'

test('JSON nested deeper than any report is refused; brackets in strings do not count', () => {
  expect(jsonOf(`${'['.repeat(50)}${']'.repeat(50)}`)).toBeDefined()
  expect(jsonOf(`${'['.repeat(51)}${']'.repeat(51)}`)).toBeUndefined()
  expect(jsonOf('{"a":'.repeat(100_000))).toBeUndefined()
  const words = `${'[{'.repeat(100)}\\"`
  expect(jsonOf(JSON.stringify([words, words]))).toEqual([words, words])
  expect(jsonOf(`[${'[],'.repeat(1000)}[]]`)).toHaveLength(1001)
})
