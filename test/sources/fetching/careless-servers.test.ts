import { brotliCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { open, rss, serve, story } from '../setting.ts'
import { serveRaw } from './fetcher-setting.ts'
import { english } from '../../../src/core/said/sentence.ts'

const feed = rss(story('Ship docks') + story('Crane falls'))

/** What a server that writes its own answers is read as. */
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
    ['that says it is longer than it is', ['HTTP/1.1 200 OK', 'content-length: 99999']],
    ['that a proxy has changed', ['HTTP/1.1 203 Non-Authoritative Information']],
    ['that is not packed as it says', ['HTTP/1.1 200 OK', 'content-encoding: gzip']],
    ['that names its charset as its packing', ['HTTP/1.1 200 OK', 'content-encoding: utf-8']],
    ['that names no packing', ['HTTP/1.1 200 OK', 'content-encoding: none']],
  ])('%s', async (_, head) => {
    expect(await checked(head, feed)).toMatchObject({ headlines: both, repairs: [] })
  })

  test('that lacks its last chunk', async () => {
    const body = `${Buffer.byteLength(feed).toString(16)}\r\n${feed}\r\n`
    const read = await checked(['HTTP/1.1 200 OK', 'transfer-encoding: chunked'], body)
    expect(read).toMatchObject({ headlines: both, repairs: [] })
  })

  test('as far as it has come, and is asked for again as a whole', async () => {
    const part = feed.slice(0, feed.indexOf('Crane falls'))
    const read = await checked(['HTTP/1.1 200 OK', 'etag: "7"', `content-length: ${feed.length}`], part)
    expect(read).toEqual({
      headlines: ['Ship docks'],
      etag: null,
      repairs: ['it ends too early: the 1 complete item was kept'],
    })
  })

  test('behind a redirect that is written in UTF-8', async () => {
    const base = await serve(({ url }, response) => {
      if (url === '/h%C3%A4fen') return void response.end(feed)
      response.writeHead(301, { location: Buffer.from('/häfen').toString('latin1') }).end()
    })
    expect(await open().check(base)).toMatchObject({ ok: true, movedTo: `${base}/h%C3%A4fen` })
  })
})

test('what says that it is packed, and is neither packed nor a document, is damaged', async () => {
  const port = await serveRaw((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n')
      socket.end(brotliCompressSync(feed))
    })
  }, '127.0.0.1')
  expect(await open().check(`http://127.0.0.1:${port}/`)).toMatchObject({ ok: false, problem: 'damaged' })
})

test('a page that breaks off is none: what it says last may be missing', async () => {
  const head =
    'HTTP/1.1 200 OK\r\ncontent-length: 9999\r\nconnection: close\r\n\r\n<html><body><h1>Ship docks</h1>'
  const port = await serveRaw((socket) => {
    socket.on('data', (asked) =>
      socket.end(asked.includes('robots.txt') ? 'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n' : head),
    )
  }, '127.0.0.1')
  expect(await open().check(`http://127.0.0.1:${port}/`, { kind: 'page' })).toMatchObject({ ok: false })
})
