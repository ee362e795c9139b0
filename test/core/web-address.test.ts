import { expect, test } from 'vitest'
import { webAddress } from '../../src/core/addresses/web-address.ts'

test.each([
  ['feed://wire.example.org/x', 'http://wire.example.org/x'],
  ['feed:https://wire.example.org/x', 'https://wire.example.org/x'],
  ['feed:http://wire.example.org/x?a=feed:b', 'http://wire.example.org/x?a=feed:b'],
  ['feed://https://wire.example.org/x', 'https://wire.example.org/x'],
  ['feed://https//wire.example.org/x', 'https://wire.example.org/x'],
  ['FEED:HTTPS://wire.example.org/x', 'https://wire.example.org/x'],
  ['feed:wire.example.org/x', 'http://wire.example.org/x'],
  ['feed:wire.example.org:8080', 'http://wire.example.org:8080'],
  [' feeds://wire.example.org/x\n', 'https://wire.example.org/x'],
  ['rss://wire.example.org/x', 'http://wire.example.org/x'],
])('%s is a web address', (written, address) => {
  expect(webAddress(written)).toBe(address)
})

test.each(['https://wire.example.org/feed://x', 'http://feed:x@wire.example.org/', 'feed.xml', 'feed:', 'feed:x', 'feed:/x.y/z', 'feed://', 'feeds/ ', 'ftp://x.example.org/'])(
  '%s is left unchanged',
  (written) => {
    expect(webAddress(written)).toBe(written)
  },
) // prettier-ignore
