import { join } from 'node:path'
import Fastify from 'fastify'
import { Agent, fetch } from 'undici'
import { signToken } from '../src/core/token.ts'
import { stampOf } from '../src/web/public/joining/form.ts'
import { systemClock } from '../src/system.ts'
import { openWeb } from '../src/web/server.ts'
import { addBareRoute } from './kit/desk-fixture.ts'
import { openDeliveryFixture } from './kit/delivery-fixture.ts'
import { at, ms, timed } from './kit/timings.ts'

/**
 * Measures subscribing, confirming and unsubscribing, 200 at once, beside a bare route that commits one row, by turns. Exits with 1 if
 * anything fails, or if the 95th percentile exceeds ten times the bare route's.
 *
 *   node bench/subscribing.ts [ROUNDS]     (5 by default)
 */
const rounds = Number(process.argv[2] ?? 5)
const together = 200
const mostTimes = 10

const fixture = await openDeliveryFixture(1)
const context = {
  ...fixture.context,
  clock: systemClock,
  settings: { ...fixture.context.settings, signUps: { perHour: 100_000, origins: [], isChallenged: false } },
}
const templatesDir = join(import.meta.dirname, '../templates')
const web = await openWeb({
  context,
  mailbox: null,
  host: '127.0.0.1',
  port: 0,
  trustedProxies: ['loopback'],
  templatesDir,
  limits: { connectionsEach: 1000 },
})
const bare = Fastify()
addBareRoute(bare, context)
const bareUrl = `${await bare.listen({ host: '127.0.0.1', port: 0 })}/row`
const dispatcher = new Agent({ connections: together })
const [digest] = await context.store.digests.list()
if (!digest) throw new Error('there is no digest')
const path = new URL(context.settings.publicUrl).pathname
let failures = 0

async function post(url: string, fields: Record<string, string> | null, ip: number): Promise<void> {
  const headers = { 'x-forwarded-for': `10.${ip >> 8}.${ip & 255}.1` }
  const answer = await fetch(url, {
    method: 'POST',
    headers,
    body: fields && new URLSearchParams(fields),
    redirect: 'manual',
    dispatcher,
  })
  await answer.arrayBuffer()
  if (answer.status !== 303 && answer.status !== 200) failures += 1
}

const each = (work: (place: number) => Promise<void>): Promise<number[]> =>
  Promise.all(Array.from({ length: together }, (_, place) => timed(() => work(place))))

const times = {
  bare: [] as number[],
  subscribe: [] as number[],
  confirm: [] as number[],
  unsubscribe: [] as number[],
}
try {
  for (let round = -1; round < rounds; round++) {
    // The stamp of a form that was shown a minute ago.
    const shown = stampOf({
      context: { ...context, clock: { now: () => systemClock.now().subtract({ minutes: 1 }) } },
    })
    const rows = await each((place) => post(bareUrl, null, place))
    const known = (round + 1) * together
    const subscribed = await each((place) =>
      post(
        `${web.url}${path}subscribe/${digest.key}`,
        { email: `reader.${round + 1}.${place}@example.org`, topics: digest.topics[0] ?? '', shown },
        (round + 1) * together + place,
      ),
    )
    const confirmed = await each((place) =>
      post(`${web.url}${path}c/${signToken(context.linkKeys, known + 1 + place, 'confirmation')}`, {}, place),
    )
    const left = await each(async (place) => {
      const signUp = await context.store.signUps.byId(known + 1 + place)
      await post(`${web.url}${path}u/${signToken(context.linkKeys, signUp?.subscriptionId ?? 0)}`, {}, place)
    })
    // The first round of a process is slow.
    if (round < 0) continue
    times.bare.push(...rows)
    times.subscribe.push(...subscribed)
    times.confirm.push(...confirmed)
    times.unsubscribe.push(...left)
  }
  const reference = at(times.bare, 0.95)
  console.log(`bare route, ${together} at once: p95 ${ms(reference)}`)
  for (const [name, took] of Object.entries(times).slice(1)) {
    const ratio = at(took, 0.95) / reference
    console.log(
      `${name}, ${together} at once: p95 ${ms(at(took, 0.95))}, median ${ms(at(took, 0.5))} (×${ratio.toFixed(1)})`,
    )
    if (ratio > mostTimes) process.exitCode = 1
  }
  console.log(`${failures} failed`)
  if (failures > 0) process.exitCode = 1
} finally {
  await dispatcher.close()
  await web.close()
  await bare.close()
  await fixture.drop()
}
