import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../../src/store/open.ts'
import { postmark, postmarkBounce, postmarkLogin } from '../../mail/hooks/support.ts'
import { openKillableService, type KillableService } from './service.ts'

const kills = 3
const together = 60

let service: KillableService
beforeEach(
  async () => void (service = await openKillableService({ DAYWIRE_HOOK_POSTMARK_LOGIN: postmarkLogin })),
)
afterEach(() => service.drop())

async function report(email: string): Promise<void> {
  const { body, headers } = postmark(postmarkBounce(email, '', { MessageID: email }))
  const answer = await fetch(`http://localhost:${service.port}/hooks/postmark`, {
    method: 'POST',
    body,
    headers,
  })
  if (answer.status !== 200) throw new Error(`${email}: ${answer.status}`)
}

/** How often each address was reported, as stored. */
async function stored(): Promise<Map<string, number>> {
  const store = openStore(service.databaseUrl, join(service.folder, 'media'))
  try {
    const filter = { kind: null, outcome: null, hash: null, before: null, count: 1000 }
    const rows = await store.feedback.page(filter)
    const counts = new Map<string, number>()
    for (const { address } of rows) counts.set(address ?? '', (counts.get(address ?? '') ?? 0) + 1)
    return counts
  } finally {
    await store.close()
  }
}

test('an acknowledged report is stored after kill -9; sent again, it counts once', async () => {
  const all = Array.from({ length: together }, (_, place) => `reader.${place}@example.org`)
  const acknowledged = new Set<string>()
  for (let kill = 0; kill < kills; kill += 1) {
    const running = await service.serve()
    let answers = 0
    const sent = all.map(async (email) => {
      await report(email)
      acknowledged.add(email)
      answers += 1
      if (answers === 5 + kill * 15) running.kill('SIGKILL')
    })
    // Requests in progress at the kill fail.
    await Promise.allSettled(sent)
    if (running.exitCode === null && running.signalCode === null) await once(running, 'exit')
    const kept = await stored()
    expect([...acknowledged].filter((email) => !kept.has(email))).toEqual([])
    expect([...kept.values()].every((count) => count === 1)).toBe(true)
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(35)
  await service.serve()
  await Promise.all(all.map(report))
  expect([...(await stored()).values()]).toEqual(all.map(() => 1))
}, 240_000)
