import { expect, test } from 'vitest'
import { readReturnPath, returnPath } from '../../src/core/return-path.ts'

const keys = new Map([[1, Buffer.alloc(32, 1)]])
const bounce = 'bounce@wire.example.org'
const tag = { subscription: 1_234_567, edition: 89 }

test('a return path names one e-mail, whatever its case and however old its key', () => {
  const address = returnPath(keys, bounce, tag)
  expect(address).toMatch(/^bounce\+[a-z2-7]{36}@wire\.example\.org$/)
  expect(readReturnPath(keys, bounce, address)).toEqual(tag)
  expect(readReturnPath(keys, bounce, address.toUpperCase())).toEqual(tag)
  const newer = new Map([...keys, [2, Buffer.alloc(32, 2)]])
  expect(readReturnPath(newer, bounce, address)).toEqual(tag)
  expect(returnPath(newer, bounce, tag)).not.toBe(address)
})

test.for([
  ['BATV', (path: string) => `prvs=0123456789=${path}`],
  ['SRS', (path: string) => `SRS0=aB3d=7x=wire.example.org=${path.replace(/@.*/, '@forwarder.example')}`],
  [
    'SRS twice',
    (path: string) =>
      `SRS1=zz9=forwarder.example==aB3d=7x=wire.example.org=${path.replace(/@.*/, '@last.example')}`,
  ],
] as const)('one that a server has rewritten is read: %s', ([, rewritten]) => {
  expect(readReturnPath(keys, bounce, rewritten(returnPath(keys, bounce, tag)))).toEqual(tag)
})

test('any other is none', () => {
  const address = returnPath(keys, bounce, tag)
  const other = returnPath(keys, bounce, { ...tag, subscription: 7 })
  // The body of one with the MAC of another.
  const mixed = address.slice(0, 20) + other.slice(20)
  const wrong = [
    '',
    bounce,
    mixed,
    address.replace('wire.', 'other.'),
    address.replace('+', '+a'),
    `x${address}`,
    `SRS0=aB3d=7x=other.example.org=${address.replace(/@.*/, '@forwarder.example')}`,
    address.replace(/\+./, '+1'),
    `${address}.evil.example`,
  ]
  for (const each of wrong) expect(readReturnPath(keys, bounce, each)).toBeNull()
  expect(readReturnPath(new Map([[1, Buffer.alloc(32, 9)]]), bounce, address)).toBeNull()
})
