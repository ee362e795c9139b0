import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Grant } from '../../../src/core/entities/actor.ts'
import { buildWeb } from '../../../src/web/build.ts'
import { testNewsroom, type TestNewsroom } from '../../services/newsroom.ts'
import { dialects } from '../../store/dialects.ts'

/** The desk of a newsroom, with whoever is signed in. */
export interface TestDesk {
  room: TestNewsroom
  web: FastifyInstance
  /** Signs in with these roles; with none, nobody is. */
  as(grants: Grant[] | null): void
  get(path: string, status?: number): Promise<string>
  post(
    path: string,
    form: Record<string, string>,
    status?: number,
  ): Promise<{ body: string; location: string }>
  close(): Promise<void>
}

export const chief: Grant[] = [{ role: 'chief-editor', digest: 'all' }]
export const editor: Grant[] = [{ role: 'editor', digest: 'all' }]
export const analyst: Grant[] = [{ role: 'analyst', digest: 'all' }]

export async function openTestDesk(): Promise<TestDesk> {
  const sqlite = dialects.find((dialect) => dialect.name === 'SQLite')
  if (!sqlite) throw new Error('there is no SQLite')
  const room = await testNewsroom(await sqlite.open(), undefined, 'http://127.0.0.1:8080/news/')
  let grants: Grant[] | null = chief
  const web = await buildWeb({
    context: room.app.context,
    mailbox: null,
    trustedProxies: ['loopback'],
    templatesDir: join(import.meta.dirname, '../../../templates'),
    accountOf: async () =>
      grants && {
        actor: { kind: 'account', id: 7, grants },
        name: 'E. Lindqvist',
        email: 'e.lindqvist@example.org',
        signedInAt: room.clock.now(),
      },
  })
  const url = (path: string) => `/news/desk/${path}`
  return {
    room,
    web,
    as: (next) => void (grants = next),
    async get(path, status = 200) {
      const answer = await web.inject(url(path))
      if (answer.statusCode !== status)
        throw new Error(`${path} was answered ${answer.statusCode}: ${answer.body}`)
      return answer.body
    },
    async post(path, form, status = 303) {
      const answer = await web.inject({
        method: 'POST',
        url: url(path),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(form).toString(),
      })
      if (answer.statusCode !== status)
        throw new Error(`${path} was answered ${answer.statusCode}: ${answer.body}`)
      return { body: answer.body, location: String(answer.headers.location) }
    },
    async close() {
      await web.close()
      await room.close()
    },
  }
}
