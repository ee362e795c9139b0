import { describe, expect, test } from 'vitest'
import { mayConnect } from '../../src/core/addresses/public-address.ts'

describe('which addresses may be connected to', () => {
  test.each([
    '0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '192.0.0.8', '192.168.1.1',
    '198.18.0.1', '203.0.113.9', '224.0.0.1', '240.0.0.1', '255.255.255.255', '::', '::1', '::7f00:1', '::ffff:127.0.0.1',
    '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '64:ff9b::10.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::a00:1', '2002:7f00:1::', '2002:a00:1::1',
    '2001:0:4136:e378::1', '2001:db8::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '4000::1', '100::1', 'localhost', '',
  ])('%s is refused', (address) => {
    expect(mayConnect(address, false)).toBe(false)
  }) // prettier-ignore

  test.each([
    '93.184.215.14',
    '8.8.8.8',
    '2606:2800:21f:cb07:6820:80da:af6b:8b2c',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
  ])('%s is public', (address) => {
    expect(mayConnect(address, false)).toBe(true)
  })

  test('loopback is allowed by a setting, and no other private address with it', () => {
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].map((address) => mayConnect(address, true))).toEqual([
      true,
      true,
      true,
    ])
    expect(
      ['10.0.0.1', '169.254.169.254', 'fe80::1', '0.0.0.0'].filter((address) => mayConnect(address, true)),
    ).toEqual([])
  })
})
