import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { SourceAddress } from '../../../src/sources/fetch-result.ts'
import { open, rss, serve, story } from '../setting.ts'
import { inWords } from '../../in-words.ts'

const feed = rss(story('Ferry'))
const at = (location: string, more: Partial<SourceAddress> = {}): SourceAddress => ({
  kind: 'feed',
  location,
  timeZone: null,
  options: {},
  etag: null,
  lastModified: null,
  ...more,
})

describe('fetching a feed', () => {
  test('sends its name and a contact', async () => {
    let seen: IncomingHttpHeaders = {}
    const base = await serve((request, response) => {
      seen = request.headers
      response.end(feed)
    })
    expect(await open().read(at(`${base}/feed`))).toMatchObject({
      ok: true,
      title: 'Harbour Wire',
      base: `${base}/feed`,
    })
    expect(seen['user-agent']).toBe('Daywire/1.2.3 (+news@example.org)')
    expect(seen['accept-encoding']).toBe('zstd, br, gzip, deflate')
  })

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['gzip, br', (bytes: Buffer) => brotliCompressSync(gzipSync(bytes))],
  ])('decompresses %s', async (encoding, pack) => {
    const base = await serve((_, response) => {
      response.setHeader('content-encoding', encoding).end(pack(Buffer.from(feed)))
    })
    expect(await open().read(at(base))).toMatchObject({ ok: true, items: [{ headline: 'Ferry' }] })
  })

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
    ['zlib', deflateSync],
    ['gzip twice', (bytes: Buffer) => gzipSync(gzipSync(bytes))],
  ])('reads a body that is %s without declaring it', async (_, pack) => {
    const base = await serve((_, response) => {
      response.setHeader('content-type', 'application/octet-stream').end(pack(Buffer.from(feed)))
    })
    expect(await open().read(at(base))).toMatchObject({ ok: true, items: [{ headline: 'Ferry' }] })
  })

  test('reads a body that is compressed once more than declared', async () => {
    const base = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync(gzipSync(Buffer.from(feed))))
    })
    expect(await open().read(at(base))).toMatchObject({ ok: true, items: [{ headline: 'Ferry' }] })
  })

  test('an undeclared compressed body has the same limits', async () => {
    const base = await serve((request, response) => {
      const bomb = gzipSync(Buffer.alloc(200_000))
      response.end(request.url === '/large' ? bomb : bomb.subarray(0, 50))
    })
    const sources = open({ limits: { bytes: 100_000 } })
    expect(await sources.read(at(`${base}/large`))).toMatchObject({ ok: false, problem: 'too-large' })
    expect(await sources.read(at(`${base}/cut`))).toMatchObject({ ok: false, problem: 'damaged' })
  })

  test('text that begins like compressed data stays text', async () => {
    const base = await serve((_, response) => void response.end('x\x01 is no feed'))
    expect(await open().read(at(base))).toMatchObject({ ok: false, problem: 'malformed' })
  })

  test.each(['feed:', 'feed://', 'FEED:'])('an address after %s is a web address', async (before) => {
    const base = await serve((_, response) => void response.end(feed))
    const location = before + (before === 'feed://' ? base.slice('http://'.length) : base)
    expect(await open().read(at(location))).toMatchObject({ ok: true, base: `${base}/` })
    expect(await open().check(location)).toMatchObject({ ok: true, title: 'Harbour Wire' })
    expect(await open().discover(location)).toMatchObject({ ok: true, candidates: [{ location: base }] })
  })

  test('sends the validators of the last response, and treats 304 as unchanged', async () => {
    const base = await serve((request, response) => {
      const known =
        request.headers['if-none-match'] === '"v1"' && request.headers['if-modified-since'] !== undefined
      response.writeHead(known ? 304 : 200, {
        etag: '"v1"',
        'last-modified': 'Fri, 20 Nov 2026 08:00:00 GMT',
      })
      response.end(known ? undefined : feed)
    })
    const first = await open().read(at(base))
    expect(first).toMatchObject({ ok: true, unchanged: false, etag: '"v1"' })
    const { etag, lastModified } = first as { etag: string; lastModified: string }
    expect(await open().read(at(base, { etag, lastModified }))).toEqual({
      ok: true,
      unchanged: true,
      freshFor: null,
    })
  })

  test('reports a permanent move of a source, but not a temporary one', async () => {
    const base = await serve((request, response) => {
      const status = { '/old': 301, '/older': 308, '/now': 302, '/mixed': 301 }[request.url ?? '']
      const to = { '/old': '/feed', '/older': '/old', '/now': '/feed', '/mixed': '/now' }[request.url ?? '']
      if (status) response.writeHead(status, { location: to }).end()
      else response.end(feed)
    })
    const movedTo = async (path: string) =>
      ((await open().read(at(base + path))) as { movedTo: string | null }).movedTo
    expect(await movedTo('/feed')).toBeNull()
    expect(await movedTo('/older')).toBe(`${base}/feed`)
    expect(await movedTo('/now')).toBeNull()
    expect(await movedTo('/mixed')).toBe(`${base}/now`)
  })

  test('reports that a source is gone, and when to retry', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/gone') response.writeHead(410).end()
      else if (request.url === '/busy') response.writeHead(503, { 'retry-after': '120' }).end('<html>')
      else if (request.url === '/later')
        response.writeHead(429, { 'retry-after': 'Fri, 20 Nov 2026 12:10:00 GMT' }).end()
      else response.writeHead(404).end()
    })
    const read = (path: string) => open().read(at(base + path))
    expect(await read('/gone')).toMatchObject({ ok: false, gone: true, retryAfter: null })
    expect(await read('/busy')).toMatchObject({ ok: false, gone: false, retryAfter: 120 })
    expect(await read('/later')).toMatchObject({ ok: false, gone: false, retryAfter: 600 })
    expect(inWords(await read('/none'))).toMatchObject({ ok: false, reason: expect.stringContaining('404') })
  })

  test('an unreachable server is an error', async () => {
    expect(await open().read(at('http://127.0.0.1:1/feed'))).toMatchObject({ ok: false, gone: false })
    expect(inWords(await open().read(at('https://nowhere.example.org/')))).toMatchObject({
      ok: false,
      reason: 'the host nowhere.example.org cannot be found; check its spelling and the network',
    })
  })
})

describe('requests that a source cannot trigger', () => {
  test.each([
    'http://127.0.0.1/', 'http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://127.1/', 'http://[::1]/',
    'http://[::ffff:127.0.0.1]/', 'http://[64:ff9b::7f00:1]/', 'http://0/', 'http://10.1.2.3/', 'http://169.254.169.254/latest/',
    'http://①②⑦.⓪.⓪.①/', 'http://127.0.0.1./', 'http://[fe80::1]/', 'https://192.168.0.1/',
  ])('%s is not requested', async (address) => {
    expect(inWords(await open({ allowLoopback: false }).read(at(address)))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('is not a public address'),
    })
  }) // prettier-ignore

  test.each([
    ['127.0.0.1'],
    ['10.0.0.7'],
    ['::1'],
    ['::ffff:192.168.1.1'],
    ['93.184.215.14', '169.254.169.254'],
  ])('a name that resolves to %s is not requested', async (...addresses) => {
    const sources = open({ allowLoopback: false, resolver: { resolve: async () => addresses } })
    expect(inWords(await sources.read(at('http://wire.example.org/')))).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^wire\.example\.org leads to .* which is not a public address/),
    })
  })

  test('the connection goes to the address that was checked, and the name is still sent', async () => {
    let host: string | undefined
    const base = await serve((request, response) => {
      host = request.headers.host
      response.end(feed)
    })
    const { port } = new URL(base)
    const asked: string[] = []
    const resolver = {
      resolve: async (name: string) => {
        asked.push(name)
        return ['127.0.0.1']
      },
    }
    expect(await open({ resolver }).read(at(`http://wire.example.org:${port}/`))).toMatchObject({ ok: true })
    expect(asked).toEqual(['wire.example.org'])
    expect(host).toBe(`wire.example.org:${port}`)
  })

  test.each([
    'http://10.0.0.1/feed',
    'http://[fd00::1]/',
    'file:///etc/hostname',
    'ftp://wire.example.org/',
    'http://user:secret@wire.example.org/',
  ])('a redirect to %s is not followed', async (location) => {
    const base = await serve((_, response) => response.writeHead(302, { location }).end())
    const reading = await open().read(at(base))
    expect(reading).toMatchObject({ ok: false })
    expect(JSON.stringify(reading)).not.toContain('secret')
  })

  test('a redirect to a name is resolved and refused like any other', async () => {
    const base = await serve((_, response) =>
      response.writeHead(302, { location: 'http://inside.example.org/' }).end(),
    )
    const resolver = { resolve: async () => ['192.168.7.7'] }
    expect(inWords(await open({ resolver }).read(at(base)))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('inside.example.org leads to 192.168.7.7'),
    })
  })

  test('redirects end after five', async () => {
    let asked = 0
    const base = await serve((_, response) => response.writeHead(302, { location: `/${++asked}` }).end())
    expect(inWords(await open().read(at(base)))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('redirects more than 5 times; open it in a browser'),
    })
    expect(asked).toBe(6)
  })

  test('a redirect loop is reported as one', async () => {
    const base = await serve(({ url }, response) => response.writeHead(302, { location: url }).end())
    expect(inWords(await open().read(at(`${base}/feed`)))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('redirects more than 5 times, in a circle'),
    })
  })

  test.each([
    ['endless headers', 'sends more than 16 KB of headers', (base: string) => base],
    [
      'no TLS on an https address',
      'does not support the TLS',
      (base: string) => base.replace('http:', 'https:'),
    ],
    ['nothing listens', 'refuses connections', () => 'http://127.0.0.1:1/'],
  ])('%s: it %s', async (_, reason, addressOf) => {
    const base = await serve((_request, response) =>
      response.setHeader('x-long', 'a'.repeat(99_000)).end(feed),
    )
    const read = await open().read(at(addressOf(base)))
    expect(inWords(read)).toMatchObject({ ok: false, reason: expect.stringContaining(reason) })
    expect(JSON.stringify(read)).not.toMatch(/\\n|openssl/)
  })

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
    ['gzip, gzip', (bytes: Buffer) => gzipSync(gzipSync(bytes))],
  ])('a bomb compressed as %s is stopped', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(50_000_000))
    const base = await serve((_, response) => response.setHeader('content-encoding', encoding).end(bomb))
    expect(inWords(await open().read(at(base)))).toMatchObject({
      ok: false,
      reason: `${base}/ is larger than 10 MB`,
    })
  })

  test('an endless body is cut off', async () => {
    const base = await serve((_, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(100_000, 32)));
      }
      response.on('drain', more)
      more()
    })
    expect(inWords(await open().read(at(base)))).toMatchObject({
      ok: false,
      reason: `${base}/ is larger than 10 MB`,
    })
  })

  test('a server that is slow, or never answers, is disconnected', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/never') return
      response.write('<rss>')
      const drip = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(drip))
    })
    const sources = open({ limits: { time: 200 } })
    const left = { ok: false, reason: expect.stringContaining('took longer than 0.2 seconds') }
    expect(inWords(await sources.read(at(`${base}/drip`)))).toMatchObject(left)
    expect(inWords(await sources.read(at(`${base}/never`)))).toMatchObject(left)
  })

  test.each([
    ['rot13', 'is compressed with “rot13”'],
    ['gzip', 'is damaged'],
    ['br', 'is damaged'],
    ['gzip, gzip, gzip, gzip', 'more than 3 times'],
  ])('a body that is neither %s as declared nor a document is a reason', async (encoding, reason) => {
    const base = await serve((_, response) =>
      response.setHeader('content-encoding', encoding).end('neither packed nor a document'),
    )
    expect(inWords(await open().read(at(base)))).toMatchObject({
      ok: false,
      reason: expect.stringContaining(reason),
    })
  })

  test('a truncated compressed body is an error', async () => {
    const base = await serve((_, response) =>
      response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.from(feed)).subarray(0, 60)),
    )
    expect(inWords(await open().read(at(base)))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('is damaged'),
    })
  })
})
