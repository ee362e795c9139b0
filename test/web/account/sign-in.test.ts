import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, type Grant, type Role } from '../../../src/core/entities/actor.ts'
import { addAccount } from '../../../src/services/accounts/managing/add-account.ts'
import { disableAccount } from '../../../src/services/accounts/managing/disable-account.ts'
import { linkAccount } from '../../../src/services/accounts/managing/link-account.ts'
import { hashPassword } from '../../../src/services/accounts/secrets/password-hash.ts'
import { setUp, testPages, type TestPages } from '../pages.ts'
import { fieldsOf, testBrowser, unescaped, type TestBrowser } from './browser.ts'

const origin = 'https://wire.example.org'
/** Where a new session is redirected to. */
const first = /^\/news\/desk\/today\/daily\/[\d-]{10}$/
const password = 'gravel lantern seventeen'
let home: TestPages
let place = 0
beforeAll(async () => {
  home = await testPages({ url: `${origin}/news/` })
  await setUp(home)
})
afterAll(() => home.close())
// Each test uses a different address, and a later time than the attempts of the test before.
beforeEach(() => {
  place += 1
  home.wait({ minutes: 16 })
})

const browse = (): TestBrowser => testBrowser(home.web, origin, `203.0.113.${place}`)

let made = 0
async function invited(
  role: Role,
  digest: Grant['digest'] = 'all',
): Promise<{ id: number; email: string; link: string }> {
  made += 1
  const email = `person.${made}@example.org`
  const added = await addAccount(home.app.context, commandActor, {
    email,
    name: '',
    grants: [{ role, digest }],
  })
  if (!added.ok) throw new Error(added.reason.code)
  return { ...added, link: new URL(added.link.url).pathname }
}

async function withPassword(role: Role): Promise<{ id: number; email: string }> {
  const account = await invited(role)
  const { store, random } = home.app.context
  await store.credentials.setPassword(account.id, await hashPassword(random, password))
  return account
}

const codeOf = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({
    timestamp: home.clock.now().epochMilliseconds,
  })
const secretOn = (html: string): string => /<code>([A-Z2-7 ]{32,})<\/code>/.exec(html)?.[1] ?? ''
const audited = async (id: number): Promise<string[]> => {
  // The audit has no page yet.
  const Database = (await import('better-sqlite3')).default
  const database = new Database(`${home.app.context.settings.dataFolder}/daywire.db`, { readonly: true })
  const actions = database
    .prepare('select action from audit where subject = ? order by id')
    .pluck()
    .all(`account:${id}`)
  database.close()
  return actions as string[]
}

describe('an invitation', () => {
  test('lets an editor set a password and sign in', async () => {
    const { link, email, id } = await invited('editor')
    const browser = browse()
    expect((await browser.get(link)).body).toContain(email)
    expect(browser.cookies.size).toBe(0)
    await browser.send(link)
    expect(browser.page.body).toContain('Choose how you sign in')
    for (const [bad, said] of [
      ['short', 'at least 12 characters'],
      ['Password2026!!', 'Many people use this one'],
      [email, 'your name or address'],
      ['aaaaaaaaaaaaaaaa', 'Many people use this one'],
    ] as const) {
      await browser.send('/news/sign-in/password', { password: bad })
      expect(browser.page.statusCode).toBe(422)
      expect(browser.page.body).toContain(said)
    }
    await browser.send('/news/sign-in/password', { password })
    expect(browser.at).toMatch(first)
    expect((await browser.get('/news/account')).body).toContain('Editor for all digests')
    expect(await audited(id)).toEqual(['add-account', 'use-link', 'set-password', 'sign-in'])
  })

  test('works once, also for two concurrent uses, and a newer one replaces it', async () => {
    const { link, id } = await invited('editor')
    const answers = await Promise.all(
      [browse(), browse(), browse()].map(async (browser) => {
        await browser.get(link)
        return browser.send(link)
      }),
    )
    expect(answers.map(({ statusCode }) => String(statusCode)).toSorted()).toEqual(['200', '404', '404'])
    expect((await browse().get(link)).statusCode).toBe(404)
    const older = new URL((await linkAccount(home.app.context, commandActor, id)).url).pathname
    const newer = new URL((await linkAccount(home.app.context, commandActor, id)).url).pathname
    expect((await browse().get(older)).statusCode).toBe(404)
    expect((await browse().get(newer)).statusCode).toBe(200)
    home.wait({ hours: 7 * 24 })
    expect((await browse().get(newer)).statusCode).toBe(404)
  })

  test('has an admin set up a second factor first, and shows recovery codes', async () => {
    const { link } = await invited('admin')
    const browser = browse()
    await browser.get(link)
    await browser.send(link)
    await browser.send('/news/sign-in/password', { password })
    expect(browser.page.body).toContain('Set up a second factor')
    const half = browser.cookies.get('__Secure-daywire')
    expect((await browse().get('/news/account')).body).toContain('<h1>Sign in</h1>')
    const secret = secretOn(browser.page.body)
    await browser.send('/news/sign-in/factor', { code: '000000' })
    expect(browser.page.statusCode).toBe(422)
    expect(secretOn(browser.page.body)).toBe(secret)
    await browser.send('/news/sign-in/factor', { code: codeOf(secret) })
    expect(browser.page.body.match(/<li><code>[a-z2-9-]{14}<\/code>/g)).toHaveLength(10)
    expect(browser.cookies.get('__Secure-daywire')).not.toBe(half)
    await browser.send('/news/sign-in/continue')
    expect(browser.at).toMatch(first)
  })
})

async function adminWithApp(): Promise<{ id: number; email: string; secret: string; codes: string[] }> {
  const { link, email, id } = await invited('admin')
  const browser = browse()
  await browser.get(link)
  await browser.send(link)
  await browser.send('/news/sign-in/password', { password })
  const secret = secretOn(browser.page.body)
  await browser.send('/news/sign-in/factor', { code: codeOf(secret) })
  const codes = [...browser.page.body.matchAll(/<li><code>([a-z2-9-]{14})<\/code>/g)].map(
    ([, code = '']) => code,
  )
  home.wait({ minutes: 1 })
  return { id, email, secret, codes }
}

async function toCode(email: string): Promise<TestBrowser> {
  const browser = browse()
  await browser.get('/news/sign-in')
  await browser.send('/news/sign-in', { email, password })
  expect(browser.page.body).toContain('Second step')
  return browser
}

describe('a code', () => {
  test('of the app is accepted once, by one browser', async () => {
    const { email, secret } = await adminWithApp()
    const [one, other] = [await toCode(email), await toCode(email)]
    const code = codeOf(secret)
    await one.send('/news/sign-in/code', { code })
    expect(one.at).toMatch(first)
    await other.send('/news/sign-in/code', { code })
    expect(other.page.statusCode).toBe(422)
    expect((await other.get('/news/account')).body).toContain('Second step')
    home.wait({ seconds: 30 })
    await other.send('/news/sign-in/code', { code: codeOf(secret) })
    expect(other.at).toBe('/news/account')
  })

  test('for recovery works once, however it is written', async () => {
    const { email, id, codes } = await adminWithApp()
    const browser = await toCode(email)
    await browser.send('/news/sign-in/code', { code: (codes[0] ?? '').toUpperCase().replaceAll('-', ' ') })
    expect(browser.at).toMatch(first)
    const again = await toCode(email)
    await again.send('/news/sign-in/code', { code: codes[0] ?? '' })
    expect(again.page.statusCode).toBe(422)
    expect(await audited(id)).toContain('use-recovery-code')
  })

  test('cannot be guessed for long', async () => {
    const { email, secret } = await adminWithApp()
    const browser = await toCode(email)
    for (let turn = 0; turn < 10; turn++) await browser.send('/news/sign-in/code', { code: '000000' })
    await browser.send('/news/sign-in/code', { code: codeOf(secret) })
    expect(browser.page.body).toContain('too many attempts')
  })

  test('is also required with a link, so that access to a mailbox is not enough', async () => {
    const { id, secret } = await adminWithApp()
    const link = new URL((await linkAccount(home.app.context, commandActor, id)).url).pathname
    const browser = browse()
    await browser.get(link)
    await browser.send(link)
    expect(browser.page.body).toContain('Second step')
    await browser.post('/news/sign-in/password', {
      password: 'another long phrase',
      form_token: fieldsOf(browser.page.body, '/news/sign-in/code')['form_token'] ?? '',
    })
    expect(browser.page.statusCode).toBe(303)
    await browser.get('/news/sign-in')
    await browser.send('/news/sign-in/code', { code: codeOf(secret) })
    expect(browser.page.body).toContain('Choose how you sign in')
  })
})

describe('the sign-in page', () => {
  test('answers the same for a wrong password, an unknown address, and an account that is disabled or has no password', async () => {
    const { email } = await withPassword('editor')
    const without = await invited('editor')
    const disabled = await withPassword('editor')
    await disableAccount(home.app.context, commandActor, disabled.id)
    const answers: string[] = []
    for (const [typed, tried] of [
      [email, 'not the password at all'],
      ['nobody@example.org', password],
      [without.email, password],
      [disabled.email, password],
    ] as const) {
      const browser = browse()
      await browser.get('/news/sign-in')
      await browser.send('/news/sign-in', { email: typed, password: tried })
      expect(browser.page.statusCode).toBe(422)
      expect(browser.page.headers['set-cookie']).toBeUndefined()
      answers.push(browser.page.body.replaceAll(typed, '').replace(/data-options="[^"]*"/, ''))
    }
    expect(new Set(answers).size).toBe(1)
  })

  test('accepts ten wrong passwords for an account from one address, known or not, and says how long to wait', async () => {
    const { email } = await withPassword('editor')
    for (const typed of [email, 'nobody.else@example.org']) {
      const browser = browse()
      await browser.get('/news/sign-in')
      for (let turn = 0; turn < 10; turn++) {
        await browser.send('/news/sign-in', { email: typed, password: 'wrong' })
        expect(browser.page.statusCode).toBe(422)
      }
      await browser.send('/news/sign-in', { email: typed.toUpperCase(), password })
      expect(browser.page.statusCode).toBe(429)
      expect(browser.page.body).toContain('Wait 15 min')
    }
    const elsewhere = testBrowser(home.web, origin, '198.51.100.7')
    await elsewhere.get('/news/sign-in')
    await elsewhere.send('/news/sign-in', { email, password })
    expect(elsewhere.at).toMatch(first)
    home.wait({ minutes: 15 })
    const later = browse()
    await later.get('/news/sign-in')
    await later.send('/news/sign-in', { email, password })
    expect(later.at).toMatch(first)
  })

  test('counts several accounts from one address, as named by a trusted proxy', async () => {
    const browser = testBrowser(home.web, origin)
    const from = (address: string) =>
      home.web.inject({
        method: 'POST',
        url: '/news/sign-in',
        remoteAddress: '127.0.0.1',
        headers: { origin, 'x-forwarded-for': address, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({
          email: `many.${Math.trunc(turn / 8)}@example.org`,
          password: 'wrong',
        }).toString(),
      })
    let turn = 0
    for (; turn < 40; turn++) expect((await from('192.0.2.44')).statusCode).toBe(422)
    expect((await from('192.0.2.44')).statusCode).toBe(429)
    expect((await from('192.0.2.45')).statusCode).toBe(422)
    expect(browser.cookies.size).toBe(0)
  })

  test('gives a new token at each sign-in, whatever token the browser sent', async () => {
    const { email } = await withPassword('editor')
    const browser = browse()
    browser.cookies.set('__Secure-daywire', 'AAAAAAAAAAAAAAAAAAAAAA')
    await browser.get('/news/sign-in')
    await browser.send('/news/sign-in', { email, password })
    const first = browser.cookies.get('__Secure-daywire')
    expect(first).toMatch(/^[\w-]{22}$/)
    expect(first).not.toBe('AAAAAAAAAAAAAAAAAAAAAA')
    home.wait({ minutes: 11 })
    await browser.get('/news/account/security')
    expect(browser.page.body).toContain('Confirm that it is you')
    await browser.send('/news/sign-in', { email, password })
    expect(browser.at).toBe('/news/account/security')
    expect(browser.cookies.get('__Secure-daywire')).not.toBe(first)
    const old = browse()
    old.cookies.set('__Secure-daywire', first ?? '')
    expect((await old.get('/news/account')).body).toContain('<h1>Sign in</h1>')
  })

  test('sets a cookie only for these pages, which no script can read', async () => {
    const { email } = await withPassword('editor')
    const browser = browse()
    await browser.get('/news/sign-in')
    await browser.post('/news/sign-in', { ...fieldsOf(browser.page.body, '/news/sign-in'), email, password })
    expect(browser.page.headers['set-cookie']).toMatch(
      /^__Secure-daywire=[\w-]{22}; Path=\/news\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })

  test('redirects only to our own pages', async () => {
    const { email } = await withPassword('editor')
    for (const next of [
      '//evil.example.com',
      'https://evil.example.com/news/',
      '/\\evil.example.com',
      '/other/',
    ]) {
      const browser = browse()
      await browser.get(`/news/sign-in?next=${encodeURIComponent(next)}`)
      await browser.post('/news/sign-in', { next, carried: '', email, password })
      expect(browser.page.headers.location).toBe('/news/desk')
    }
  })

  test('is refused to a page of another site', async () => {
    const { email } = await withPassword('editor')
    const answer = await home.web.inject({
      method: 'POST',
      url: '/news/sign-in',
      headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ email, password }).toString(),
    })
    expect(answer.statusCode).toBe(403)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })
})

describe('a form submitted after the session ended', () => {
  test('is shown again after the sign-in, and submitted only by the person', async () => {
    const admin = await adminWithApp()
    const browser = await toCode(admin.email)
    await browser.send('/news/sign-in/code', { code: codeOf(admin.secret) })
    await browser.get('/news/accounts')
    const hidden = fieldsOf(browser.page.body, '/news/accounts')
    home.wait({ hours: 13 })
    const typed = { email: 'late@example.org', name: 'Late <Person> & "Co"', grants: 'editor:all' }
    await browser.post('/news/accounts', { ...hidden, ...typed })
    expect(browser.page.statusCode).toBe(401)
    expect(browser.page.body).toContain('What you typed is kept')
    expect(browser.page.body).not.toContain('late@example.org')
    await browser.send('/news/sign-in', { email: admin.email, password: 'wrong' })
    await browser.send('/news/sign-in', { email: admin.email, password })
    await browser.send('/news/sign-in/code', { code: codeOf(admin.secret) })
    expect(browser.page.body).toContain('What you had typed')
    expect(unescaped(browser.page.body)).toContain(typed.name)
    expect(await home.app.context.store.accounts.byEmail('late@example.org')).toBeNull()
    await browser.send('/news/accounts')
    expect(await home.app.context.store.accounts.byEmail('late@example.org')).toMatchObject({
      name: typed.name,
    })
  })

  test('keeps no password, and nothing that was tampered with', async () => {
    const { email } = await withPassword('editor')
    const browser = browse()
    await browser.post('/news/account/security', { change: 'password', password: 'a very secret phrase' })
    expect(browser.page.statusCode).toBe(303)
    expect(browser.page.headers.location).toBe('/news/sign-in?next=%2Fnews%2Faccount%2Fsecurity')
    await browser.get('/news/sign-in')
    await browser.send('/news/sign-in', { email, password, carried: 'AAAA' })
    expect(browser.at).toMatch(first)
  })
})

test('signing out ends the session and its cookie', async () => {
  const { email } = await withPassword('editor')
  const browser = browse()
  await browser.get('/news/sign-in')
  await browser.send('/news/sign-in', { email, password })
  const token = browser.cookies.get('__Secure-daywire') ?? ''
  await browser.get('/news/account')
  await browser.send('/news/sign-out')
  expect(browser.cookies.size).toBe(0)
  browser.cookies.set('__Secure-daywire', token)
  expect((await browser.get('/news/account')).body).toContain('<h1>Sign in</h1>')
})

test('an owner sees all sessions, and can end them; a new password ends all other sessions', async () => {
  const { email } = await withPassword('editor')
  const signIn = async () => {
    const browser = browse()
    await browser.get('/news/sign-in')
    await browser.send('/news/sign-in', { email, password })
    return browser
  }
  const [one, other, third] = [await signIn(), await signIn(), await signIn()]
  await one.get('/news/account')
  const ids = [...one.page.body.matchAll(/name="session" value="(\d+)"/g)].map(([, id = '']) => id)
  expect(ids).toHaveLength(2)
  await one.send('/news/account/sessions', { session: ids[0] ?? '' })
  const left = await Promise.all(
    [other, third].map(async (browser) => (await browser.get('/news/account')).body.includes('Your account')),
  )
  expect(left.filter(Boolean)).toHaveLength(1)
  await one.get('/news/account/security')
  await one.send('/news/account/security', { change: 'password', password: 'another long phrase' })
  expect(one.at).toBe('/news/account?done=changed')
  for (const browser of [other, third])
    expect((await browser.get('/news/account')).body).toContain('<h1>Sign in</h1>')
})
