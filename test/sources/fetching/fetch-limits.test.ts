import { english } from '../../../src/core/said/sentence.ts'
import type { Failure } from '../../../src/sources/fetch-result.ts'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  constants,
  createBrotliCompress,
  createDeflate,
  createDeflateRaw,
  createGzip,
  createZstdCompress,
  gzipSync,
} from 'node:zlib'
import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { fetcherOf, serveRaw, textOf, fetchOptions } from './fetcher-setting.ts'
import { serve } from '../setting.ts'
import { inWords } from '../../in-words.ts'

const megabyte = 1_000_000

/** 200 MB of nothing, packed without ever being whole in memory. */
async function bomb(packer: Transform): Promise<Buffer> {
  const chunks: Buffer[] = []
  packer.on('data', (chunk: Buffer) => chunks.push(chunk))
  const zeros = Buffer.alloc(megabyte)
  await pipeline(Readable.from(Array.from({ length: 200 }, () => zeros)), packer)
  return Buffer.concat(chunks)
}

const packers: [string, () => Transform][] = [
  ['gzip', () => createGzip({ level: 1 })],
  ['x-gzip', () => createGzip({ level: 1 })],
  ['deflate', () => createDeflate({ level: 1 })],
  ['deflate', () => createDeflateRaw({ level: 1 })],
  ['br', () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ['zstd', () => createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } })],
]

describe('bombs of 200 MB', () => {
  test.each(packers)('packed as %s end at the cap, and memory does not grow with them', async (encoding, packer) => {
    const bytes = await bomb(packer())
    const base = await serve((_, response) => response.setHeader('content-encoding', encoding).end(bytes))
    const before = process.resourceUsage().maxRSS
    const got = await fetcherOf().fetch(base, fetchOptions)
    expect(inWords(got)).toMatchObject({ problem: 'too-large', reason: `${base}/ is larger than 10 MB` })
    // Kilobytes.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(200_000)
  }) // prettier-ignore

  test('in layers, or with an error page, end too', async () => {
    const bytes = gzipSync(await bomb(createGzip({ level: 1 })))
    const base = await serve(({ url }, response) => {
      response.setHeader('content-encoding', 'gzip, gzip').writeHead(url === '/fault' ? 500 : 200)
      response.end(bytes)
    })
    expect(await fetcherOf().fetch(base, fetchOptions)).toMatchObject({ problem: 'too-large' })
    expect(await fetcherOf().fetch(`${base}/fault`, fetchOptions)).toMatchObject({ problem: 'server-fault' })
  })

  test('of zstd with a window larger than HTTP allows are not opened', async () => {
    const params = { [constants.ZSTD_c_windowLog]: 27 }
    const bytes = await bomb(createZstdCompress({ params }))
    const base = await serve((_, response) => response.setHeader('content-encoding', 'zstd').end(bytes))
    expect(await fetcherOf().fetch(base, fetchOptions)).toMatchObject({ problem: 'damaged' })
  })
})

describe('a server that drips', () => {
  const dripping = (head: string, drops: Buffer | string) => (socket: Socket) => {
    socket.write(head)
    let at = 0
    const timer = setInterval(
      () => socket.write(drops.slice(at % drops.length, (at++ % drops.length) + 1)),
      5,
    )
    socket.on('close', () => clearInterval(timer))
  }
  const packed = gzipSync(Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * at * 7_919) % 251)))

  test.each([
    ['its status', 'HTTP/1.1 200 O', 'K'],
    ['its headers', 'HTTP/1.1 200 OK\r\n', 'x-slow: 1\r\n'],
    ['interim answers', '', 'HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\n'],
    ['its body', 'HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n', ' '],
    ['its chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '1\r\n \r\n'],
    ['a packed body', 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 100000\r\n\r\n', packed],
    ['nothing', '', ''],
  ])('%s is left when its time is over', async (_, head, drops) => {
    const port = await serveRaw(dripping(head, drops), '127.0.0.1')
    const got = await fetcherOf({ limits: { time: 250 } }).fetch(`http://127.0.0.1:${port}/`, fetchOptions)
    expect(got).toMatchObject({ ok: false, problem: 'timeout' })
  })

  test('redirects share one time among them', async () => {
    let asked = 0
    const base = await serve((_, response) => {
      asked++
      setTimeout(() => response.writeHead(302, { location: '/on' }).end(), 100)
    })
    const got = await fetcherOf({ limits: { time: 250 } }).fetch(base, fetchOptions)
    expect(got).toMatchObject({ problem: 'timeout' })
    expect(asked).toBeLessThan(5)
  })

  test('an error page is left too, and its status counts', async () => {
    const port = await serveRaw(dripping('HTTP/1.1 404 Not Found\r\ncontent-length: 100000\r\n\r\n', ' '))
    const got = await fetcherOf({ limits: { time: 250 } }).fetch(`http://127.0.0.1:${port}/`, fetchOptions)
    expect(got).toMatchObject({ problem: 'not-found' })
  })
})

describe('what breaks HTTP is a reason', () => {
  test.each([
    ['no answer', '', 'unreachable'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.9\r\n', 'damaged'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n', 'damaged'],
    ['a body that ends early', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nnews', 'unreachable'],
    ['endless headers', `HTTP/1.1 200 OK\r\n${`x-much: ${'y'.repeat(1_000)}\r\n`.repeat(200)}\r\n`, 'too-large'],
    ['a redirect to nowhere', 'HTTP/1.1 301 Moved\r\nlocation: http://[\r\n\r\n', 'refused-address'],
    ['a redirect to a long nowhere', `HTTP/1.1 301 Moved\r\nlocation: http://[${'y'.repeat(9_000)}\r\n\r\n`, 'refused-address'],
    ['a redirect to an address that is too long', `HTTP/1.1 301 Moved\r\nlocation: /${'y'.repeat(9_000)}\r\n\r\n`, 'refused-address'],
  ])('%s', async (_, answer, problem) => {
    const port = await serveRaw((socket) => socket.once('data', () => socket.end(answer)), '127.0.0.1')
    const got = await fetcherOf().fetch(`http://127.0.0.1:${port}/`, fetchOptions)
    expect(got).toMatchObject({ ok: false, problem })
    expect(english((got as Failure).reason).length).toBeLessThan(500)
  }) // prettier-ignore

  test('several lines of Content-Encoding are one list', async () => {
    const body = gzipSync(gzipSync('news'))
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`
    const port = await serveRaw((socket) => {
      socket.once('data', () => socket.end(Buffer.concat([Buffer.from(head), body])))
    }, '127.0.0.1')
    expect(await textOf(fetcherOf(), `http://127.0.0.1:${port}/`)).toBe('news')
  })
})
