import { describe, expect, test } from 'vitest'
import { addressHash, maskAddress, readAddress } from '../../src/core/addresses/address.ts'
import {
  inertToken,
  isCurrentLink,
  signLink,
  signToken,
  verifyLink,
  verifyToken,
} from '../../src/core/token.ts'

const first = new Map([[1, Buffer.alloc(32, 1)]])
const both = new Map([...first, [2, Buffer.alloc(32, 2)]])

describe('tokens', () => {
  test('are 24 characters, and come back as their subscription', () => {
    const token = signToken(first, 123_456_789_012)
    expect(token).toHaveLength(24)
    expect(verifyToken(first, token)).toBe(123_456_789_012)
  })

  test('of an old key still verify after a new one has come, which signs from then on', () => {
    expect(verifyToken(both, signToken(first, 7))).toBe(7)
    expect(verifyToken(first, signToken(both, 7))).toBeNull()
  })

  test('changed in any character open nothing', () => {
    const token = signToken(first, 7)
    for (let i = 0; i < token.length; i++) {
      const other = token[i] === 'A' ? 'B' : 'A'
      expect(verifyToken(first, token.slice(0, i) + other + token.slice(i + 1))).toBeNull()
    }
  })

  test.each(['', '../../etc/passwd', 'x'.repeat(24), inertToken, `${signToken(first, 7)}=`])(
    '%j opens nothing',
    (token) => {
      expect(verifyToken(first, token)).toBeNull()
    },
  )

  test('a preview’s token is as long as a real one', () => {
    expect(inertToken).toHaveLength(signToken(first, 7).length)
  })
})

describe('addresses', () => {
  test.each([
    [' Maria@EXAMPLE.org ', 'Maria@example.org'],
    ['maria@bücher.example', 'maria@xn--bcher-kva.example'],
    ['o’neil@example.org', 'o’neil@example.org'],
    ["o'neil+news@example.org", "o'neil+news@example.org"],
  ])('%j is %j', (input, address) => {
    expect(readAddress(input)).toEqual({ ok: true, address })
  })

  test.each([
    '',
    'maria',
    '@example.org',
    'maria@',
    'maria@localhost',
    'ma ria@example.org',
    'a@b@example.org',
    'a..b@example.org',
    'maria@example.org\r\nBcc: x@example.org',
    `${'x'.repeat(65)}@example.org`,
    'maria@-example.org',
  ])('%j is none', (input) => {
    expect(readAddress(input).ok).toBe(false)
  })

  test('two spellings of one mailbox have one hash, under one key', () => {
    const key = Buffer.alloc(32, 3)
    expect(addressHash(key, 'Maria@example.org')).toBe(addressHash(key, 'maria@example.org'))
    expect(addressHash(Buffer.alloc(32, 4), 'maria@example.org')).not.toBe(
      addressHash(key, 'maria@example.org'),
    )
  })

  test('a masked address names nobody', () => {
    expect(maskAddress('maria@example.org')).toBe('m•••@example.org')
  })

  test('a link says how often the address was changed before it, and is that of its id alone where it never was', () => {
    const link = { id: 123_456_789_012, addressChanges: 3 }
    expect(verifyLink(first, signLink(first, link))).toEqual(link)
    expect(signLink(first, { id: 7, addressChanges: 0 })).toBe(signToken(first, 7))
    expect(isCurrentLink(link, { addressChanges: 3 })).toBe(true)
    expect(isCurrentLink(link, { addressChanges: 4 })).toBe(false)
    const many = verifyLink(first, signLink(first, { id: 7, addressChanges: 1_000 }))
    expect(many?.id).toBe(7)
    expect(isCurrentLink(many ?? link, { addressChanges: 1_000 })).toBe(true)
  })
})
