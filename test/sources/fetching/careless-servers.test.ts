import { brotliCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { open, rss, serve, story } from '../setting.ts'
import { serveRaw } from './fetcher-setting.ts'
import { english } from '../../../src/core/said/sentence.ts'

const feed = rss(story('Ship docks') + story('Crane falls'))

/** The result of fetching from a server with these raw responses. */
async function checked(head: string[], body: string | Buffer) {
  const answer = Buffer.concat([
    Buffer.from([...head, 'connection: close', '', ''].join('\r\n')),
    Buffer.from(body),
  ])
  const port = await serveRaw((socket) => socket.once('data', () => socket.end(answer)), '127.0.0.1')
  const read = await open().check(`http://127.0.0.1:${port}/`)
  if (!read.ok || read.unchanged) return expect.fail(JSON.stringify(read))
  return {
    repairs: read.repairs.map(english),
    headlines: read.items.map(({ headline }) => headline),
    etag: read.etag,
  }
}

const both = ['Ship docks', 'Crane falls']

describe('a feed is read', () => {
  test.each([
    ['that declares too large a length', ['HTTP/1.1 200 OK', 'content-length: 99999']],
    ['that a proxy has modified', ['HTTP/1.1 203 Non-Authoritative Information']],
    ['that is not compressed as declared', ['HTTP/1.1 200 OK', 'content-encoding: gzip']],
    ['that declares its charset as its encoding', ['HTTP/1.1 200 OK', 'content-encoding: utf-8']],
    ['that declares no encoding', ['HTTP/1.1 200 OK', 'content-encoding: none']],
  ])('%s', async (_, head) => {
    expect(await checked(head, feed)).toMatchObject({ headlines: both, repairs: [] })
  })

  test('without its last chunk', async () => {
    const body = `${Buffer.byteLength(feed).toString(16)}\r\n${feed}\r\n`
    const read = await checked(['HTTP/1.1 200 OK', 'transfer-encoding: chunked'], body)
    expect(read).toMatchObject({ headlines: both, repairs: [] })
  })

  test('as far as it was received, and requested again completely', async () => {
    const part = feed.slice(0, feed.indexOf('Crane falls'))
    const read = await checked(['HTTP/1.1 200 OK', 'etag: "7"', `content-length: ${feed.length}`], part)
    expect(read).toEqual({
      headlines: ['Ship docks'],
      etag: null,
      repairs: ['it ends too early: the 1 complete item was kept'],
    })
  })

  test('after a redirect written in UTF-8', async () => {
    const base = await serve(({ url }, response) => {
      if (url === '/h%C3%A4fen') return void response.end(feed)
      response.writeHead(301, { location: Buffer.from('/häfen').toString('latin1') }).end()
    })
    expect(await open().check(base)).toMatchObject({ ok: true, movedTo: `${base}/h%C3%A4fen` })
  })
})

test('a body declared as compressed that is neither compressed nor a document is damaged', async () => {
  const port = await serveRaw((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n')
      socket.end(brotliCompressSync(feed))
    })
  }, '127.0.0.1')
  expect(await open().check(`http://127.0.0.1:${port}/`)).toMatchObject({ ok: false, problem: 'damaged' })
})

test('a truncated page is refused, because its end may be missing', async () => {
  const head =
    'HTTP/1.1 200 OK\r\ncontent-length: 9999\r\nconnection: close\r\n\r\n<html><body><h1>Ship docks</h1>'
  const port = await serveRaw((socket) => {
    socket.on('data', (asked) =>
      socket.end(asked.includes('robots.txt') ? 'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n' : head),
    )
  }, '127.0.0.1')
  expect(await open().check(`http://127.0.0.1:${port}/`, { kind: 'page' })).toMatchObject({ ok: false })
})
