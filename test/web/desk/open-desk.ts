import { join } from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { Grant, Role } from '../../../src/core/entities/actor.ts'
import { buildWeb } from '../../../src/web/build.ts'
import type { WebLimits } from '../../../src/web/kit/limits/limits.ts'
import { signedIn, type TestAccount } from '../signed-in.ts'
import { testNewsroom, type TestNewsroom } from '../../services/newsroom.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'

/** The desk of a newsroom, with the signed-in account. */
export interface TestDesk {
  room: TestNewsroom
  web: FastifyInstance
  database: TestDatabase
  /** Signs in with a role for all digests, or with these; null signs out. */
  as(role: Role | Grant[] | null): Promise<void>
  /** Of the signed-in account, for a browser. */
  cookie(): string
  answer(path: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  get(path: string, status?: number): Promise<string>
  post(
    path: string,
    form: Record<string, string | string[]>,
    status?: number,
  ): Promise<{ body: string; location: string }>
  close(): Promise<void>
}

export async function openTestDesk(limits: Partial<WebLimits> = {}): Promise<TestDesk> {
  const sqlite = dialects.find((dialect) => dialect.name === 'SQLite')
  if (!sqlite) throw new Error('there is no SQLite')
  const database = await sqlite.open()
  const room = await testNewsroom(database, undefined, 'http://127.0.0.1:8080/news/')
  const { context } = room.app
  let account: TestAccount | null = await signedIn(context, 'chief-editor')
  const web = await buildWeb({
    context,
    mailbox: null,
    trustedProxies: ['loopback'],
    limits,
    templatesDir: join(import.meta.dirname, '../../../templates'),
  })
  const url = (path: string) => `/news/desk/${path}`
  return {
    room,
    web,
    database,
    async as(role) {
      account = role && (await signedIn(context, role))
    },
    cookie: () => account?.headers['cookie'] ?? '',
    answer: async (path, headers = {}) =>
      web.inject({ url: url(path), headers: { ...account?.headers, ...headers } }),
    async get(path, status = 200) {
      const answer = await web.inject({ url: url(path), ...(account && { headers: account.headers }) })
      if (answer.statusCode !== status)
        throw new Error(`${path} was answered ${answer.statusCode}: ${answer.body}`)
      return answer.body
    },
    async post(path, form, status = 303) {
      const answer = await web.inject({
        method: 'POST',
        url: url(path),
        headers: account?.formHeaders ?? {},
        payload: account?.form(form) ?? '',
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
