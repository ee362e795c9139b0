import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { signToken } from '../../../src/core/token.ts'
import { openLinkKeys } from '../../../src/store/link-keys.ts'
import { openStore } from '../../../src/store/open.ts'
import { systemRandom } from '../../../src/system.ts'
import { freePort } from '../../web/free-port.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../../..')
const kills = 3
const together = 40

let folder: string
let port: number
let service: ChildProcess | null = null

const env = () => ({
  ...process.env,
  DAYWIRE_DATA: folder,
  DAYWIRE_DATABASE_URL: `sqlite:${folder}/daywire.db`,
  DAYWIRE_PORT: String(port),
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daywire-sign-up-'))
  port = await freePort()
  await run(process.execPath, ['src/main.ts', 'init', '--no-catalogue'], { cwd: root, env: env() })
})
afterEach(async () => {
  service?.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** Starts the service, and waits until it says that it runs. */
async function serve(): Promise<ChildProcess> {
  const started = spawn(process.execPath, ['src/main.ts', 'serve'], { cwd: root, env: env() })
  service = started
  let said = ''
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('the scheduler wakes')) resolve()
    }
    started.stdout?.on('data', hear)
    started.stderr?.on('data', hear)
    started.once('exit', () => reject(new Error(said)))
  })
  return started
}

test('a sign-up that was acknowledged is there after kill -9, with its mail', async () => {
  const keys = openLinkKeys({ dataFolder: folder, given: null }, systemRandom)
  const acknowledged: string[] = []
  for (let kill = 0; kill < kills; kill += 1) {
    const running = await serve()
    const shown = signToken(keys, Date.now() - 60_000, 'form')
    let answers = 0
    const sent = Array.from({ length: together }, async (_, place) => {
      const email = `reader.${kill}.${place}@example.org`
      const answer = await fetch(`http://localhost:${port}/subscribe/daily`, {
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
    // Those that were on their way when it was killed fail.
    await Promise.allSettled(sent)
    if (running.exitCode === null && running.signalCode === null) await once(running, 'exit')
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(kills * 5)
  const store = openStore(`sqlite:${folder}/daywire.db`, join(folder, 'media'))
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
