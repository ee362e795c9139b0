import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Serving } from '../../src/serving.ts'
import { collect } from '../../src/services/collecting/reading/collect.ts'
import { sendDue } from '../../src/services/sending/delivery/send-due.ts'
import { startScriptedServer, type Act, type ScriptedServer } from '../mail/scripted-server.ts'
import { testNewsroom, type TestNewsroom } from '../services/newsroom.ts'
import { dialects } from '../store/dialects.ts'
import { readExposition, valueOf } from '../web/metrics/exposition.ts'

/** The mail server's reaction to each reader's e-mail. */
const acts: Record<string, { stage: string; act: Act }> = {
  'refused@example.org': { stage: 'RCPT', act: { reply: '550 5.1.1 nobody' } },
  'later@example.org': { stage: 'RCPT', act: { reply: '450 4.2.1 not now' } },
  'lost@example.org': { stage: 'body', act: 'drop' },
}

describe.each(dialects)('metrics of an edition, on $name', ({ open }) => {
  let room: TestNewsroom
  let relay: ScriptedServer
  let serving: Serving | undefined
  beforeEach(async () => {
    serving = undefined
    relay = await startScriptedServer({
      act: (stage, _, to) => (acts[to]?.stage === stage ? acts[to].act : undefined),
    })
    room = await testNewsroom(await open(), undefined, undefined, {
      DAYWIRE_METRICS: '127.0.0.1:0',
      DAYWIRE_PORT: '0',
      DAYWIRE_SMTP_URL: `smtp://127.0.0.1:${relay.port}`,
    })
  })
  afterEach(async () => {
    await serving?.stop()
    await relay.close()
    await room.close()
  })

  async function scrape() {
    serving ??= await room.app.serve('all')
    const [, url = ''] = /metrics are at (\S+)/.exec(serving.lines.join('\n')) ?? []
    const answer = await fetch(url)
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    return readExposition(await answer.text())
  }

  test('its e-mails are counted as in the ledger, and the store is read', async () => {
    for (const name of ['one', 'two', 'three', ...Object.keys(acts).map((to) => to.split('@', 1)[0])])
      await room.reader(`${name}@example.org`)
    const edition = await room.sending()
    await sendDue(room.app.context, new AbortController().signal)
    const ledger = await room.app.context.store.deliveries.counts(edition.id)
    expect(ledger).toEqual({ sent: 3, failed: 1, deferred: 1, unknown: 1 })

    const found = await scrape()
    for (const [outcome, count] of Object.entries({ ...ledger, queued: 0, skipped: 0 }))
      expect(valueOf(found, `daywire_deliveries_total{outcome="${outcome}"}`), outcome).toBe(count)
    expect(found.get('daywire_smtp_replies_total')?.values).toEqual(
      new Map([
        ['daywire_smtp_replies_total{class="2xx"}', 3],
        ['daywire_smtp_replies_total{class="4xx"}', 1],
        ['daywire_smtp_replies_total{class="5xx"}', 1],
        ['daywire_smtp_replies_total{class="none"}', 1],
      ]),
    )
    expect(valueOf(found, 'daywire_smtp_connections_total{outcome="opened"}')).toBe(relay.connections)
    expect(valueOf(found, 'daywire_deliveries_open{status="deferred"}')).toBe(1)
    expect(valueOf(found, 'daywire_deliveries_open{status="unknown"}')).toBe(1)
    expect(valueOf(found, 'daywire_editions{digest="daily",status="sending"}')).toBe(1)
    expect(valueOf(found, 'daywire_edition_start_delay_seconds{digest="daily"}')).toBe(0)
    expect(valueOf(found, 'daywire_stories_total{outcome="new"}')).toBe(1)
    expect(valueOf(found, 'daywire_sources{status="active"}')).toBe(1)
    expect(valueOf(found, 'daywire_store_up')).toBe(1)
    expect(valueOf(found, 'daywire_disk_free_bytes')).toBeGreaterThan(0)
    expect(valueOf(found, 'daywire_info{version="test",role="all"}')).toBe(1)
    expect(valueOf(found, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000)
  })

  test('a source that cannot be read is counted, with its event by name', async () => {
    await rm(join(room.app.context.settings.dataFolder, 'editors'), { recursive: true })
    await collect(room.app.context)

    const found = await scrape()
    expect(valueOf(found, 'daywire_source_readings_total{outcome="failed"}')).toBeGreaterThan(0)
    expect(valueOf(found, 'daywire_events_total{event="source.failed",level="warn"}')).toBeGreaterThan(0)
    expect(valueOf(found, 'daywire_events_total{event="queue.failed",level="error"}')).toBe(0)
  })
})
