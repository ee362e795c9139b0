import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Fastify from 'fastify'
import { openWeb } from '../src/web/server.ts'
import { systemClock } from '../src/system.ts'
import { openDeliveryFixture } from './kit/delivery-fixture.ts'

/**
 * Measures answers per second of the front page, an edition's web version and an archive page, each beside a bare Fastify route that sends
 * the same bytes, 200 connections each, by turns. Both are served by this process, the load comes from another. Exits with 1 if a page
 * reaches less than half of the bare route's rate.
 *
 *   node bench/web.ts [SECONDS] [PAIRS]     (5 and 3 by default)
 */

const seconds = Number(process.argv[2] ?? 5)
const pairs = Number(process.argv[3] ?? 3)
const connections = 200
const run = promisify(execFile)

async function measured(url: string): Promise<{ perSecond: number; cpu: number }> {
  const before = process.cpuUsage()
  const load = join(import.meta.dirname, 'kit/web-load.ts')
  const { stdout } = await run(process.execPath, [load, url, String(connections), String(seconds)])
  const { user, system } = process.cpuUsage(before)
  const result = JSON.parse(stdout) as { answers: number; seconds: number }
  return { perSecond: result.answers / result.seconds, cpu: (user + system) / result.answers }
}

const fixture = await openDeliveryFixture(1)
const edition = await fixture.edition()
const web = await openWeb({
  context: { ...fixture.context, clock: systemClock },
  mailbox: null,
  host: '127.0.0.1',
  port: 0,
  trustedProxies: ['loopback'],
  templatesDir: join(import.meta.dirname, '../templates'),
})
const pages = {
  'front page': `${web.url}/`,
  edition: `${web.url}/editions/daily/${edition.date.toString()}`,
  'archive page': `${web.url}/topics/nuclear`,
}
let bytes = Buffer.alloc(0)
const bare = Fastify()
bare.get('/page', async (_, reply) => reply.type('text/html; charset=utf-8').send(bytes))
const bareUrl = `${await bare.listen({ host: '127.0.0.1', port: 0 })}/page`
try {
  for (const [name, page] of Object.entries(pages)) {
    bytes = Buffer.from(await (await fetch(page)).arrayBuffer())
    // The first answers of a process are slow.
    for (const url of [page, bareUrl]) await measured(url)
    const ratios: number[] = []
    for (let pair = 1; pair <= pairs; pair++) {
      const ours = await measured(page)
      const theirs = await measured(bareUrl)
      ratios.push(ours.perSecond / theirs.perSecond)
      console.log(
        `${name}, ${bytes.length} bytes, ${connections} connections: ${Math.round(ours.perSecond)}/s, ${Math.round(ours.cpu)} µs of CPU an answer; a bare route ${Math.round(theirs.perSecond)}/s, ${Math.round(theirs.cpu)} µs (×${(ours.perSecond / theirs.perSecond).toFixed(2)})`,
      )
    }
    if ((ratios.toSorted((a, b) => a - b)[Math.floor(pairs / 2)] ?? 0) < 0.5) process.exitCode = 1
  }
} finally {
  await web.close()
  await bare.close()
  await fixture.drop()
}
