import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transportFromUrl } from '../../../src/mail/outgoing/smtp.ts'
import { openStore } from '../../../src/store/open.ts'
import type { Store } from '../../../src/store/store.ts'
import { testNewsroom, type TestNewsroom } from '../../services/newsroom.ts'
import type { Backend } from './backends.ts'
import { startServer, type Server } from '../server/server.ts'

/** A newsroom within this process, with a clock that a suite sets, sending to the counting server. */
export interface Inside {
  room: TestNewsroom
  store: Store
  server: Server
  databaseUrl: string
  /** Also the data folder. */
  folder: string
  /** Sends e-mails to this URL from now on. */
  mailTo(url: string): void
  /** Writes a story that no other of the suite resembles. */
  news(): Promise<void>
  drop(): Promise<void>
}

/** Milliseconds; limits for a server that stalls. */
const timeouts = { connect: 500, greeting: 500, idle: 500 }

export async function openInside(backend: Backend, readers: number, publicUrl?: string): Promise<Inside> {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-torture-'))
  const server = await startServer(folder)
  const database = await backend.create()
  const databaseUrl = database.url ?? `sqlite:${join(folder, 'torture.db')}`
  const store = openStore(databaseUrl, join(folder, 'media'))
  await store.migrate()
  const room = await testNewsroom({ store, folder, drop: () => store.close() }, undefined, publicUrl)
  for (let reader = 0; reader < readers; reader += 1) await room.reader(`reader${reader}@example.org`)
  let url = server.url
  room.app.context.mail.transport = async () => transportFromUrl(url, { allowPlain: true, timeouts })
  let stories = 0
  return {
    room,
    store,
    server,
    databaseUrl,
    folder,
    mailTo: (next) => void (url = next),
    async news() {
      stories += 1
      await room.story(`story${stories}`, headline(stories), 'nuclear')
    },
    async drop() {
      await room.close()
      await database.drop()
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}

const who = ['Inspectors', 'Delegates', 'Engineers', 'Lawmakers', 'Envoys', 'Surveyors', 'Judges']
const what = ['open', 'measure', 'dispute', 'photograph', 'seal', 'abandon', 'restore', 'film', 'auction']
const where = [
  'reactor',
  'centrifuge',
  'silo',
  'harbour',
  'archive',
  'tunnel',
  'laboratory',
  'mine',
  'depot',
  'bridge',
  'airfield',
]

/** Lists whose lengths have no common divisor: a combination recurs only after all others. */
const headline = (n: number): string =>
  `${who[n % who.length]} ${what[n % what.length]} the ${where[n % where.length]} of hall ${n}`
