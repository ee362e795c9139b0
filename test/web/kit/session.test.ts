import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import Fastify, { type FastifyInstance } from 'fastify'
import { answerFaults } from '../../../src/web/kit/errors.ts'
import { formTokenOf, isFormToken } from '../../../src/web/kit/forms/form-token.ts'
import { contentPolicy } from '../../../src/web/kit/policy.ts'
import { openScope } from '../../../src/web/kit/scope.ts'
import { openPages } from '../../../src/web/kit/views/views.ts'
import type { WebContext } from '../../../src/web/web-context.ts'
import { systemRandom } from '../../../src/system.ts'
import { testPages, type TestPages } from '../pages.ts'
import { signedIn } from '../signed-in.ts'

let home: TestPages
let web: FastifyInstance
let site: WebContext

beforeEach(async () => {
  home = await testPages({ url: 'https://wire.example.org/news/' })
  const pages = openPages(join(import.meta.dirname, '../../../templates'), '/news/')
  site = { context: home.app.context, path: '/news/', pages } as unknown as WebContext
  web = Fastify({ exposeHeadRoutes: true })
  web.removeAllContentTypeParsers()
  answerFaults(web, site)
  await openScope(web, site, {
    name: 'desk',
    prefix: '/desk',
    policy: contentPolicy(),
    largestBody: 1000,
    access: ['edit-edition', 'change-accounts'],
    pages: [
      (scope) => {
        const editing = { config: { permission: 'edit-edition' } }
        scope.get('/today', editing, async ({ account }) => account)
        scope.post('/today', editing, async () => 'changed')
        scope.get('/own', { config: { permission: 'signed-in' } }, async () => 'own')
        scope.get('/in', { config: { permission: 'anyone' } }, async ({ account }) => String(account?.email))
        scope.get(
          '/accounts',
          { config: { permission: 'change-accounts', freshSignIn: true } },
          async () => 'all',
        )
      },
    ],
  })
})
afterEach(async () => {
  await web.close()
  await home.close()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  web.inject({ url: `/news/desk${path}`, headers })

describe('someone who is not signed in', () => {
  test('is redirected to the sign-in page, and from there back', async () => {
    const answer = await get('/today?a=1&b=2')
    expect(answer.statusCode).toBe(303)
    const { location } = answer.headers
    expect(location).toBe(`/news/sign-in?next=${encodeURIComponent('/news/desk/today?a=1&b=2')}`)
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  test('leaves the page if a part of it was requested', async () => {
    const answer = await get('/today', { 'hx-request': 'true' })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['hx-redirect']).toMatch(/^\/news\/sign-in\?next=/)
  })

  test('sees public pages', async () => {
    expect((await get('/in')).body).toBe('undefined')
  })

  test('is anyone whose token is not ours, or came under another cookie name', async () => {
    const { token } = await signedIn(home.app.context, 'editor')
    for (const cookie of [
      '__Secure-daywire=AAAAAAAAAAAAAAAAAAAAAA',
      `__Host-daywire=${token}`,
      `daywire-8080=${token}`,
      `__Secure-daywire=${token}x`,
    ])
      expect((await get('/today', { cookie })).statusCode).toBe(303)
  })
})

describe('someone who is signed in', () => {
  test('is known to the page', async () => {
    const editor = await signedIn(home.app.context, 'editor')
    const answer = await get('/today', editor.headers)
    expect(answer.json()).toEqual({
      actor: { kind: 'account', id: editor.actor.id, grants: [{ role: 'editor', digest: 'all' }] },
      name: expect.any(String) as string,
      email: editor.email,
      signedInAt: '2026-11-20T08:00:00Z',
    })
  })

  test('may do what their roles allow, for whichever digest', async () => {
    const { context } = home.app
    const analyst = await signedIn(context, 'analyst')
    const ofOne = await signedIn(context, 'chief-editor', 7)
    expect((await get('/today', analyst.headers)).statusCode).toBe(403)
    expect((await get('/own', analyst.headers)).body).toBe('own')
    expect((await get('/today', ofOne.headers)).statusCode).toBe(200)
    expect((await get('/accounts', ofOne.headers)).statusCode).toBe(403)
  })

  test('is signed out once disabled, and after 12 hours without a page or 7 days in all', async () => {
    const { context } = home.app
    const editor = await signedIn(context, 'editor')
    const begun = home.clock.now()
    const status = async () => (await get('/today', editor.headers)).statusCode
    home.wait({ hours: 11, minutes: 59 })
    expect(await status()).toBe(200)
    home.wait({ hours: 11, minutes: 59 })
    expect(await status()).toBe(200)
    home.wait({ hours: 12, minutes: 1 })
    expect(await status()).toBe(303)
    const busy = await signedIn(context, 'editor')
    for (let hours = 0; hours < 160; hours += 10) {
      home.wait({ hours: 10 })
      expect((await get('/today', busy.headers)).statusCode).toBe(200)
    }
    home.wait({ hours: 8 })
    expect((await get('/today', busy.headers)).statusCode).toBe(303)
    expect(home.clock.now().since(begun).total('hours')).toBeGreaterThan(168)
    const other = await signedIn(context, 'editor')
    await context.store.accounts.setDisabled(other.actor.id, home.clock.now())
    expect((await get('/today', other.headers)).statusCode).toBe(303)
  })

  test('signs in again for actions that require a recent sign-in', async () => {
    const admin = await signedIn(home.app.context, 'admin')
    home.wait({ minutes: 9, seconds: 59 })
    expect((await get('/accounts', admin.headers)).body).toBe('all')
    home.wait({ seconds: 1 })
    expect((await get('/accounts', admin.headers)).headers.location).toMatch(/^\/news\/sign-in\?next=/)
    expect((await get('/today', admin.headers)).statusCode).toBe(200)
  })
})

describe('a form', () => {
  const post = (payload: string, headers: Record<string, string>) =>
    web.inject({ method: 'POST', url: '/news/desk/today', headers, payload })

  test('needs the token of its own session', async () => {
    const editor = await signedIn(home.app.context, 'editor')
    const other = await signedIn(home.app.context, 'editor')
    expect((await post(editor.form(), editor.formHeaders)).body).toBe('changed')
    for (const body of ['', 'form_token=', `form_token=${'A'.repeat(43)}`, other.form()])
      expect((await post(body, editor.formHeaders)).statusCode, body).toBe(403)
    const token = formTokenOf(systemRandom, editor.token)
    expect((await post('', { ...editor.formHeaders, 'x-form-token': token })).body).toBe('changed')
  })

  test('of a session has a different token on each page', () => {
    const [one, other] = [formTokenOf(systemRandom, 'a'), formTokenOf(systemRandom, 'a')]
    expect(one).not.toBe(other)
    expect([isFormToken('a', one), isFormToken('a', other), isFormToken('b', one)]).toEqual([
      true,
      true,
      false,
    ])
  })
})
