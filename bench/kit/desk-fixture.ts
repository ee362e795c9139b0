import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { commandActor } from '../../src/core/entities/actor.ts'
import type { Edition } from '../../src/core/entities/edition.ts'
import { openRenderThread } from '../../src/render/render-thread.ts'
import type { Context } from '../../src/services/context.ts'
import { compose } from '../../src/services/editions/composing/compose.ts'
import { testNewsroom, type TestNewsroom } from '../../test/services/newsroom.ts'
import type { TestStore } from '../../test/store/dialects.ts'
import { sentence, text, writeReaders } from './delivery-fixture.ts'

/** A day on the desk: an edition with a full pool, its readers, and a render thread as in `serve`. */
export interface DeskDayFixture {
  room: TestNewsroom
  context: Context
  edition: Edition
  drop(): Promise<void>
}

const topics = ['nuclear', 'missiles', 'biological', 'terrorism']

/** Stories as collected at an instant; another `first` makes other stories. */
export async function writePool(
  room: TestNewsroom,
  stories: number,
  { first, at: seen }: { first: number; at: string },
): Promise<void> {
  const { store } = room.app.context
  const [source] = await store.sources.list()
  if (!source) throw new Error('the newsroom has no source')
  const at = Temporal.Instant.from(seen)
  await store.transaction(async (tx) => {
    for (let n = first; n < first + stories; n++) {
      const link = `https://wire.example.org/${n}`
      const item = {
        id: String(n),
        link,
        headline: sentence(n * 1_000 + 7).slice(0, -1),
        byline: null,
        summary: text(n * 77, 4),
        html: `<p>${text(n * 13, 12)}</p>`,
        date: at,
        dateFrom: 'published' as const,
        image: null,
        topics: [topics[n % topics.length] ?? ''],
        countries: [],
        categories: [],
        section: null,
        own: false,
        position: 0,
        fingerprint: null,
      }
      const story = { item, canonicalLink: link, section: 'news' as const, language: 'en' }
      await tx.stories.admit(source.id, { ...story, picture: null, slug: null }, at)
    }
  })
}

export async function openDeskDay(
  home: TestStore,
  stories: number,
  readers: number,
): Promise<DeskDayFixture> {
  const room = await testNewsroom(home)
  await writePool(room, stories, { first: 0, at: '2026-11-10T05:00Z' })
  await writeReaders(room.app.context, room.digest, readers)
  room.clock.set('2026-11-10T06:30Z')
  const renderThread = openRenderThread(join(import.meta.dirname, '../../templates'))
  const context: Context = { ...room.app.context, renderer: renderThread }
  const frozenAt = context.clock.now()
  const date = Temporal.PlainDate.from('2026-11-10')
  const dueAt = frozenAt.add({ hours: 1 })
  const { edition } = await compose(
    context,
    { digest: room.digest, date, number: 0, frozenAt, dueAt },
    commandActor,
  )
  return {
    room,
    context,
    edition,
    async drop() {
      await renderThread.close()
      await room.close()
    },
  }
}

/** `POST /row`, which commits one row: the reference for a change. */
export function addBareRoute(web: FastifyInstance, context: Context): void {
  web.post('/row', async () => {
    const row = {
      at: context.clock.now(),
      actor: commandActor,
      action: 'bench',
      subject: 'bench',
      detail: {},
    }
    await context.store.transaction((tx) => tx.audit.append(row))
    return { ok: true }
  })
}
