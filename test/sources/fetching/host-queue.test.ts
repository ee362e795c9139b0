import type { IncomingMessage, ServerResponse } from 'node:http'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { fetcherOf, hereResolver, textOf, fetchOptions } from './fetcher-setting.ts'
import { open, rss, serve, story } from '../setting.ts'

/** A server that counts how many requests it has at a time; each is answered some turns of the loop later. */
async function counting(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen = { now: 0, most: 0, order: [] as (string | undefined)[] }
  const base = await serve((request, response) => {
    seen.most = Math.max(seen.most, ++seen.now)
    seen.order.push(request.url)
    response.on('finish', () => seen.now--)
    let turns = 20
    const later = (): unknown => (turns-- === 0 ? answer(request, response) : setImmediate(later))
    later()
  })
  return { seen, port: new URL(base).port, base }
}

test('a host gets one request at a time, in order, whatever the scheme and path', async () => {
  const { seen, port } = await counting((_, response) => response.end('news'))
  const fetcher = fetcherOf()
  const paths = ['/1', '/2', '/3', '/4', '/5', '/6']
  await Promise.all(
    paths.map((path) => fetcher.fetch(`http://wire.example.org:${port}${path}`, fetchOptions)),
  )
  expect(seen).toEqual({ now: 0, most: 1, order: paths })
})

test('feeds and pictures of a host wait for each other', async () => {
  const picture = await sharp({ create: { width: 60, height: 60, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer()
  const { seen, base } = await counting(({ url }, response) =>
    response.end(url === '/feed' ? rss(story('Ferry')) : picture),
  )
  const sources = open()
  const link = { url: `${base}/x.jpg`, alt: null, caption: null, credit: null }
  const got = await Promise.all([
    sources.check(`${base}/feed`),
    sources.picture(link, null),
    sources.picture(link, null),
    sources.check(`${base}/feed`),
  ])
  expect(got.map(({ ok }) => ok)).toEqual([true, true, true, true])
  expect(seen.most).toBe(1)
})

test('hosts do not wait for one another', async () => {
  // Answers when both have asked: one after the other, they would wait for good.
  const both = Promise.withResolvers<void>()
  let asked = 0
  const base = await serve((_, response) => {
    if (++asked === 2) both.resolve()
    void both.promise.then(() => response.end('news'))
  })
  const { port } = new URL(base)
  const fetcher = fetcherOf()
  const addresses = ['one', 'two'].map((name) => `http://${name}.example.org:${port}/`)
  expect(await Promise.all(addresses.map((address) => textOf(fetcher, address)))).toEqual(['news', 'news'])
})

test('redirects that cross each other do not wait for each other', async () => {
  const both = Promise.withResolvers<void>()
  let asked = 0
  const base = await serve((request, response) => {
    if (request.url === '/end') return response.end(`by ${request.headers.host?.split('.')[0]}`)
    if (++asked === 2) both.resolve()
    const other = request.headers.host?.startsWith('one') ? 'two' : 'one'
    const location = `http://${other}.example.org:${request.socket.localPort}/end`
    void both.promise.then(() => response.writeHead(302, { location }).end())
  })
  const { port } = new URL(base)
  const fetcher = fetcherOf()
  const texts = ['one', 'two'].map((name) => textOf(fetcher, `http://${name}.example.org:${port}/`))
  expect(await Promise.all(texts)).toEqual(['by two', 'by one'])
})

test('a wait in the queue does not count towards the time of a request, and a failure ends its turn', async () => {
  const base = await serve((request, response) => {
    if (request.url !== '/never') response.end('news')
  })
  const fetcher = fetcherOf({ limits: { time: 300 }, resolver: hereResolver })
  const [stuck, stuckToo, good] = await Promise.all([
    fetcher.fetch(`${base}/never`, fetchOptions),
    fetcher.fetch(`${base}/never`, fetchOptions),
    textOf(fetcher, `${base}/feed`),
  ])
  expect([stuck, stuckToo]).toMatchObject([{ problem: 'timeout' }, { problem: 'timeout' }])
  expect(good).toBe('news')
})
