import { inWords } from '../in-words.ts'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { collect } from '../../src/services/collecting/reading/collect.ts'
import { systemWait } from '../../src/system.ts'
import { postgres, sqlite } from '../torture/place/backends.ts'
import { openInside, type Inside } from '../torture/place/inside.ts'
import { wireOf } from '../services/collecting/wire.ts'

const server = process.env['DAYWIRE_TEST_POSTGRES_URL']
const backends = server === undefined ? [sqlite] : [sqlite, postgres(server)]
const names = ['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => `Wire ${letter}`)
const feed = '<rss version="2.0"><channel><title>Wire</title></channel></rss>'

/** Processes on one database, each with a scheduler. */
describe.each(backends)('two processes on one $name', (backend) => {
  let inside: Inside
  let children: ChildProcess[]
  /** Sources in order of their requests, and answers that wait for `answerAll`; later ones do not. */
  let asked: string[]
  let waiting: ServerResponse[]
  let isHolding: boolean
  let onAsked: () => void

  const start = async (): Promise<ChildProcess> => {
    const env = {
      PATH: process.env['PATH'] ?? '',
      DAYWIRE_DATABASE_URL: inside.databaseUrl,
      DAYWIRE_DATA: inside.folder,
      DAYWIRE_SMTP_URL: inside.server.url,
      DAYWIRE_LOOPBACK_SOURCES: '1',
    }
    const child = fork(join(import.meta.dirname, '../torture/suites/scheduler-process.ts'), {
      env,
      stdio: 'inherit',
    })
    children.push(child)
    await once(child, 'message')
    return child
  }
  const wake = (child: ChildProcess, at: string) => {
    const woken = once(child, 'message') as Promise<[{ faults: string[] }]>
    child.send({ at, after: 0 })
    return woken.then(([{ faults }]) => expect(faults).toEqual([]))
  }
  /** Resolves after this many requests in all. */
  const untilAsked = (count: number) =>
    new Promise<void>((resolve) => {
      onAsked = () => {
        if (asked.length >= count) resolve()
      }
      onAsked()
    })
  const answerAll = () => {
    isHolding = false
    for (const response of waiting.splice(0))
      response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed)
  }
  const withWires = async (some: string[]) => {
    for (const name of some) {
      const wire = await wireOf(inside.room, name)
      wire.answers((_, response) => {
        asked.push(name)
        waiting.push(response)
        onAsked()
        if (!isHolding) answerAll()
        return true
      })
    }
  }

  beforeEach(async () => {
    inside = await openInside(backend, 0)
    children = []
    asked = []
    waiting = []
    isHolding = true
    onAsked = () => undefined
  })
  afterEach(async () => {
    for (const child of children) {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null
      child.kill('SIGKILL')
      await ended
    }
    await inside.drop()
  })

  test('each source is read once per round', async () => {
    await withWires(names)
    const pair = await Promise.all([start(), start()])
    for (const [round, at] of ['10:00', '10:15', '10:30'].entries()) {
      isHolding = true
      const woken = Promise.all(pair.map((one) => wake(one, `2026-11-09T${at}:00Z`)))
      // A process sends a host one request at a time, so on SQLite both are reading by now, neither after the other; on PostgreSQL
      // they take turns.
      await untilAsked(round * names.length + (backend === sqlite ? 2 : 1))
      answerAll()
      await woken
      expect(asked.slice(round * names.length).sort()).toEqual(names)
    }
  })

  test.skipIf(backend === sqlite)('a host never gets requests from two processes at once', async () => {
    let open = 0
    let most = 0
    for (const name of names) {
      const wire = await wireOf(inside.room, name)
      wire.answers((_, response) => {
        open += 1
        most = Math.max(most, open)
        asked.push(name)
        response.once('finish', () => (open -= 1))
        // As long as a site takes to answer.
        setTimeout(() => response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed), 20)
        return true
      })
    }
    const pair = await Promise.all([start(), start()])
    for (const at of ['10:00', '10:15', '10:30'])
      await Promise.all(pair.map((one) => wake(one, `2026-11-09T${at}:00Z`)))
    expect(asked).toHaveLength(3 * names.length)
    expect(most).toBe(1)
  })

  test('a source that a killed process was reading is taken over', async () => {
    await withWires(['Wire A'])
    const [first, second] = await Promise.all([start(), start()])
    first.send({ at: '2026-11-09T10:00:00Z', after: 0 })
    await untilAsked(1)
    const ended = once(first, 'exit')
    first.kill('SIGKILL')
    await ended
    const woken = wake(second, '2026-11-09T10:00:01Z')
    await untilAsked(2)
    answerAll()
    await woken
    expect(await inside.store.sources.byName('Wire A')).toMatchObject({ failures: 0, reader: null })
    expect((await inside.store.sources.byName('Wire A'))?.succeededAt?.toString()).toBe(
      '2026-11-09T10:00:01Z',
    )
  })

  test('a manual command reports and waits for what the other process is reading', async () => {
    await withWires(['Wire A'])
    const woken = wake(await start(), '2026-11-09T10:00:00Z')
    await untilAsked(1)
    inside.room.clock.set('2026-11-09T10:00:00Z')
    const context = {
      ...inside.room.app.context,
      wait: async (_: number, signal: AbortSignal) => {
        answerAll()
        await systemWait(5, signal)
      },
    }
    const collected = await collect(context)
    await woken
    expect(inWords(collected.find(({ source }) => source === 'Wire A'))).toMatchObject({
      outcome: 'elsewhere',
      notes: ['was read by another process in the meantime'],
    })
    expect(asked).toEqual(['Wire A'])
  })
})
