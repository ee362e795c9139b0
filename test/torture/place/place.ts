import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Unknowns } from '../../../src/core/entities/newsroom.ts'
import { openStore } from '../../../src/store/open.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import type { Store } from '../../../src/store/store.ts'
import { newsroom, type Newsroom } from './newsroom.ts'
import type { Backend } from './backends.ts'
import { startServer, type Server } from '../server/server.ts'
import { tally, type Tally } from '../tally.ts'

/** A newsroom with its database, its server and its readers. */
export interface Place {
  newsroom: Newsroom
  server: Server
  store: Store
  databaseUrl: string
  start(args: string[], env?: Record<string, string>): Sender
  /** Its only edition; null before it is composed. */
  edition(): Promise<Edition | null>
  /** Sends the rest of the edition, and compares the ledger with what the server accepted. */
  finish(): Promise<Tally>
  drop(): Promise<void>
}

/** A process of the command. */
export interface Sender {
  pid: number
  signal(name: NodeJS.Signals): void
  /** Its output on stderr so far. */
  said(): string
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>
}

/** The name of the suites' own connections to PostgreSQL, to distinguish them from those of the senders. */
export const observer = 'daywire-torture'

export async function openPlace(
  backend: Backend,
  readers: number,
  unknowns: Unknowns = 'hold',
): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-torture-'))
  const server = await startServer(folder)
  const database = await backend.create()
  const env = {
    DAYWIRE_SMTP_URL: server.url,
    ...(database.url !== null && { DAYWIRE_DATABASE_URL: database.url }),
  }
  const room = await newsroom(readers, env, unknowns)
  const data = join(room.folder, 'data')
  const url = database.url ?? `sqlite:${join(data, 'daywire.db')}`
  const databaseUrl = url.startsWith('postgres') ? `${url}?application_name=${observer}` : url
  const store = openStore(databaseUrl, join(data, 'media'))
  const place: Place = {
    newsroom: room,
    server,
    store,
    databaseUrl,
    start(args, env) {
      const child = room.start(args, env)
      let said = ''
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
      const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
      return {
        pid: child.pid ?? 0,
        signal: (name) => void child.kill(name),
        said: () => said,
        ended: ended.then(([[code, signal], stdout, stderr]) => ({ code, signal, stdout, stderr })),
      }
    },
    async edition() {
      const digest = await store.digests.byKey('daily')
      return digest && store.editions.newestScheduled(digest.id)
    },
    async finish() {
      await server.forget()
      for (let tries = 0; tries < 10 && (await place.edition())?.status !== 'sent'; tries += 1)
        await place.start(['run']).ended
      return tally(store, readers, (await place.edition())?.id ?? 0, await server.taken())
    },
    async drop() {
      await store.close()
      await database.drop()
      await server.close()
      await rm(room.folder, { recursive: true })
      await rm(folder, { recursive: true })
    },
  }
  return place
}
