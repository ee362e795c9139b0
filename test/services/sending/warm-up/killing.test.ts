import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandActor } from '../../../../src/core/entities/actor.ts'
import { startSending } from '../../../../src/services/sending/delivery/start-sending.ts'
import { startWarmUp } from '../../../../src/services/sending/warm-up/start-warm-up.ts'
import { compiledCode } from '../../../platform.ts'
import { dialects } from '../../../store/dialects.ts'
import { warming, type Warming } from './warming.ts'

let warm: Warming
beforeEach(async () => {
  const sqlite = dialects.find(({ name }) => name === 'SQLite')
  if (!sqlite) throw new Error('there is no SQLite')
  warm = await warming(await sqlite.open())
})
afterEach(() => warm.close())

/** A process of its own that kills itself once so many transactions are committed. */
async function killedAfter(edition: number, transactions: number): Promise<void> {
  const file = join(import.meta.dirname, 'admitting-process.ts')
  const url = `sqlite:${join(warm.home.folder, 'test.db')}`
  const at = warm.context.clock.now().toString()
  const child = spawn(process.execPath, [file, url, String(edition), at, String(transactions)], {
    env: { ...process.env, NODE_COMPILE_CACHE: compiledCode },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
}

test('processes killed with SIGKILL, one after the other, lose and double no one', async () => {
  await warm.imported(22_000)
  await startWarmUp(warm.context, { steps: ['17000'], timeZone: 'UTC' }, commandActor)
  const edition = await warm.prepare('2026-11-10')
  // After the day began; twice after a batch of 5,000; and once all are admitted, before anything is sent.
  for (const [transactions, admitted] of [
    [1, 0],
    [1, 5_000],
    [1, 10_000],
    [2, 17_000],
  ] as const) {
    await killedAfter(edition.id, transactions)
    expect(await warm.context.store.warmUps.newest()).toMatchObject({ state: 'running', admitted })
  }
  await startSending(warm.context, edition, true)
  expect(await warm.context.store.warmUps.newest()).toMatchObject({ admitted: 17_000 })
  const mailed = await warm.mailed(edition)
  expect(mailed.join()).toBe(Array.from({ length: 17_000 }, (_, n) => 1_005_001 + n).join())
})
