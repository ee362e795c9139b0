import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { answerFaults } from '../../../src/web/kit/errors.ts'
import { contentPolicy } from '../../../src/web/kit/policy.ts'
import { openScope, type Register, type Scope } from '../../../src/web/kit/scope.ts'
import { openPages } from '../../../src/web/kit/views/views.ts'
import type { WebContext } from '../../../src/web/web-context.ts'
import { testPages, type TestPages } from '../pages.ts'
import { signedIn, type TestAccount } from '../signed-in.ts'

/** A scope like the desk's: its routes name permissions. */

let home: TestPages
let web: FastifyInstance
let editor: TestAccount

beforeEach(async () => {
  home = await testPages({ url: 'https://wire.example.org/news/' })
  web = Fastify({ exposeHeadRoutes: true })
  editor = await signedIn(home.app.context, 'editor')
})
afterEach(async () => {
  await web.close()
  await home.close()
})

async function open(page: Register, changes: Partial<Scope> = {}): Promise<void> {
  const pages = openPages(join(import.meta.dirname, '../../../templates'), '/news/')
  const site = { context: home.app.context, path: '/news/', pages } as unknown as WebContext
  web.removeAllContentTypeParsers()
  answerFaults(web, site)
  const scope: Scope = {
    name: 'desk',
    prefix: '/desk',
    policy: contentPolicy({ scripts: true }),
    largestBody: 100,
    access: ['edit-edition', 'approve-edition'],
    pages: [page],
  }
  await openScope(web, site, { ...scope, ...changes })
  await web.ready()
}

const editing: Register = (scope) => {
  scope.get('/today', { config: { permission: 'edit-edition' } }, async () => 'today')
  scope.post('/today', { config: { permission: 'edit-edition' } }, async (request) => request.body)
}
const form = { 'content-type': 'application/x-www-form-urlencoded' }

test('a route without a permission prevents the server from starting', async () => {
  const page: Register = (scope) => void scope.get('/today', async () => '')
  await expect(open(page)).rejects.toThrow(
    'the route GET /news/desk/today names no permission; name one of edit-edition, approve-edition, signed-in, anyone',
  )
})

test('so does one with an unknown permission, also in a nested plugin', async () => {
  const page: Register = async (scope) => {
    await scope.register(async (own) => {
      own.post('/today', { config: { permission: 'edti' } }, async () => '')
    })
  }
  await expect(open(page)).rejects.toThrow('POST /news/desk/today names “edti”, which is no permission')
})

test('a route can explicitly be public, and readers’ pages need no permission', async () => {
  await open((scope) => void scope.get('/sign-in', { config: { permission: 'anyone' } }, async () => 'in'))
  expect((await web.inject('/news/desk/sign-in')).body).toBe('in')
  await web.close()
  web = Fastify()
  await open((scope) => void scope.get('/', async () => 'home'), { prefix: '', access: 'readers' })
  expect((await web.inject('/news/')).body).toBe('home')
})

test('has its own policy, which allows script files of ours and no inline scripts', async () => {
  await open(editing)
  const policy = String(
    (await web.inject({ url: '/news/desk/today', headers: editor.headers })).headers[
      'content-security-policy'
    ],
  )
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  expect(contentPolicy()).not.toContain('script-src')
})

test('accepts only forms, up to its limit of bytes', async () => {
  await open(editing)
  const post = (headers: Record<string, string>, payload: string) =>
    web.inject({
      method: 'POST',
      url: '/news/desk/today',
      headers: { ...editor.headers, ...headers },
      payload,
    })
  expect((await post(form, editor.form({ a: '1' }))).json()).toMatchObject({ a: '1' })
  expect((await post(form, editor.form({ a: '1'.repeat(200) }))).statusCode).toBe(413)
  expect((await post({ 'content-type': 'application/json' }, '{}')).statusCode).toBe(415)
})

test.each([
  [{ 'sec-fetch-site': 'same-origin' }, 200],
  [{ 'sec-fetch-site': 'none' }, 200],
  [{ origin: 'https://wire.example.org' }, 200],
  [{}, 200],
  [{ 'sec-fetch-site': 'cross-site' }, 403],
  [{ 'sec-fetch-site': 'same-site' }, 403],
  [{ 'sec-fetch-site': 'cross-site', origin: 'https://wire.example.org' }, 403],
  [{ origin: 'https://evil.example.com' }, 403],
  [{ origin: 'null' }, 403],
])('a form with headers %j is answered %i', async (from, status) => {
  await open(editing)
  const { cookie = '' } = editor.headers
  const ask = (method: 'GET' | 'POST') =>
    web.inject({
      method,
      url: '/news/desk/today',
      headers: { cookie, ...from, ...form },
      payload: editor.form(),
    })
  expect((await ask('POST')).statusCode).toBe(status)
  expect((await ask('GET')).statusCode).toBe(200)
})
