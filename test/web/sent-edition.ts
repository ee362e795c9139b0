import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { commandActor } from '../../src/core/entities/actor.ts'
import { signToken } from '../../src/core/token.ts'
import { run } from '../../src/services/editions/composing/run.ts'
import { buildWeb } from '../../src/web/build.ts'
import { testNewsroom, type TestNewsroom } from '../services/newsroom.ts'
import { dialects, type TestDatabase } from '../store/dialects.ts'

/** The pages of a newsroom whose first edition was sent, under `/news/`. */
export interface TestWeb {
  web: FastifyInstance
  room: TestNewsroom
  home: TestDatabase
  /** The token of the first subscription. */
  token: string
  status(): Promise<string | undefined>
  close(): Promise<void>
}

export async function openTestWeb(): Promise<TestWeb> {
  const sqlite = dialects.find((dialect) => dialect.name === 'SQLite')
  if (!sqlite) throw new Error('there is no SQLite')
  const home = await sqlite.open()
  const room = await testNewsroom(home, undefined, 'http://127.0.0.1:8080/news/')
  room.clock.set('2026-11-16T05:00Z')
  await room.reader('maria@example.org')
  await room.story('a', '"Inspectors return to the enrichment hall <i>now</i> & <b>"', 'nuclear')
  await room.story('b', 'Interceptor battery leaves the coast', 'missiles')
  room.clock.set('2026-11-16T07:00Z')
  await run(room.app.context, room.digest, commandActor)
  const mails = await room.app.mails()
  const web = await buildWeb({
    context: room.app.context,
    mailbox: {
      list: async () => mails,
      read: async (id) => mails.find((mail) => mail.id === id) ?? null,
    },
    trustedProxies: ['loopback'],
    templatesDir: join(import.meta.dirname, '../../templates'),
  })
  return {
    web,
    room,
    home,
    token: signToken(room.app.context.linkKeys, 1),
    status: async () => (await home.store.subscribers.byId(1))?.status,
    async close() {
      await web.close()
      await room.close()
    },
  }
}
