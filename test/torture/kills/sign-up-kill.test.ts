import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { signToken } from '../../../src/core/token.ts'
import { openLinkKeys } from '../../../src/store/link-keys.ts'
import { openStore } from '../../../src/store/open.ts'
import { systemRandom } from '../../../src/system.ts'
import { openKillableService, type KillableService } from './service.ts'

const kills = 3
const together = 40

let service: KillableService
beforeEach(async () => void (service = await openKillableService()))
afterEach(() => service.drop())

test('an acknowledged sign-up is stored after kill -9, with its e-mail', async () => {
  const keys = openLinkKeys({ dataFolder: service.folder, given: null }, systemRandom)
  const acknowledged: string[] = []
  for (let kill = 0; kill < kills; kill += 1) {
    const running = await service.serve()
    const shown = signToken(keys, Date.now() - 60_000, 'form')
    let answers = 0
    const sent = Array.from({ length: together }, async (_, place) => {
      const email = `reader.${kill}.${place}@example.org`
      const answer = await fetch(`http://localhost:${service.port}/subscribe/daily`, {
        method: 'POST',
        body: new URLSearchParams({ email, topics: 'nuclear', shown }),
        headers: { 'x-forwarded-for': `10.${kill}.${place}.1` },
        redirect: 'manual',
      })
      if (answer.status !== 303) throw new Error(`${email}: ${answer.status}`)
      acknowledged.push(email)
      answers += 1
      if (answers === 5 + kill * 8) running.kill('SIGKILL')
    })
    // Requests in progress at the kill fail.
    await Promise.allSettled(sent)
    if (running.exitCode === null && running.signalCode === null) await once(running, 'exit')
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(kills * 5)
  const store = openStore(service.databaseUrl, join(service.folder, 'media'))
  try {
    const [digest] = await store.digests.list()
    const filter = {
      digestId: digest?.id ?? 0,
      afterId: 0,
      count: 1000,
      status: 'pending',
    } as const
    const pending = new Set((await store.subscribers.page(filter)).map(({ email }) => email))
    const written = new Set((await store.messages.list(1000)).map(({ recipient }) => recipient))
    expect(acknowledged.filter((email) => !pending.has(email) || !written.has(email))).toEqual([])
  } finally {
    await store.close()
  }
}, 240_000)
