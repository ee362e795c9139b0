import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../scripts/gallery/browser.ts'
import { commandActor } from '../../src/core/entities/actor.ts'
import { addAccount } from '../../src/services/accounts/managing/add-account.ts'
import { notePresence } from '../../src/services/editions/watching/presence.ts'
import { aboutProxy } from '../../src/services/newsroom/doctor/doctor-proxy.ts'
import { addressProbe, type Arrived } from '../../src/services/newsroom/public-address.ts'
import { openAsk } from '../../src/system.ts'
import { buildWeb } from '../../src/web/build.ts'
import { setUp, testPages, type TestPages } from '../web/pages.ts'
import { signedIn } from '../web/signed-in.ts'
import { certificate, startNginx } from './nginx-process.ts'
import { freePort } from '../web/free-port.ts'
import { addAuthenticator } from './passkeys.ts'

/** Daywire behind Debian's nginx with `docs/nginx.conf`: TLS, under a path. */
let home: TestPages
let ports: { plain: number; tls: number; behind: number }
let ca: string
let dispatcher: Agent
let stop: () => Promise<void>
beforeAll(async () => {
  const [plain, tls, behind] = await Promise.all([freePort(), freePort(), freePort()])
  ports = { plain, tls, behind }
  ca = await readFile(join(certificate, 'cert.pem'), 'utf8')
  dispatcher = new Agent({ connect: { ca } })
  home = await testPages({ url: `https://localhost:${tls}/news/` })
  await setUp(home)
  await home.web.listen({ port: behind, host: '127.0.0.1' })
  stop = await startNginx(ports)
})
afterAll(async () => {
  await stop()
  await dispatcher.close()
  await home.close()
})

const ask = (path: string, options: Parameters<typeof request>[1] = {}) =>
  request(`https://localhost:${ports.tls}${path}`, { dispatcher, ...options })
const doctor = async () =>
  (await aboutProxy({ ...home.app.context, ask: openAsk(ca) })).map(({ state, says }) => [state, says.code])

test('host, path, scheme and client arrive unchanged, whatever headers a client sends', async () => {
  const { body } = await ask(`/news/${addressProbe(home.app.context)}`, {
    headers: { 'x-forwarded-for': '192.0.2.77' },
  })
  const arrived = (await body.json()) as Arrived
  expect(arrived).toMatchObject({
    path: expect.stringMatching(/^\/news\/readyz\//),
    host: `localhost:${ports.tls}`,
    scheme: 'https',
    isPeerTrusted: true,
    forwardedFor: ['192.0.2.77', '127.0.0.1'],
  })
  expect(await doctor()).toEqual([['fine', 'found-proxy-fine']])
})

test('plain HTTP is redirected to TLS, the path without its slash to the pages, and both set HSTS', async () => {
  const plain = await request(`http://localhost:${ports.plain}/news/t/abc?x=1`)
  expect(plain).toMatchObject({
    statusCode: 308,
    headers: { location: 'https://localhost/news/t/abc?x=1' },
  })
  const bare = await ask('/news')
  expect(bare.statusCode).toBe(308)
  expect(new URL(String(bare.headers['location']), 'https://localhost').pathname).toBe('/news/')
  const page = await ask('/news/')
  expect(page.statusCode).toBe(200)
  expect(page.headers['strict-transport-security']).toBe('max-age=31536000')
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  // Without nginx there is none, because it would force a trial on this machine to TLS.
  const behind = await request(`http://127.0.0.1:${ports.behind}/news/`)
  expect(behind.headers['strict-transport-security']).toBeUndefined()
  expect((await ask('/elsewhere')).statusCode).toBe(404)
})

test('a list of feeds of the maximum size is accepted, a larger one refused', async () => {
  const chief = await signedIn(home.app.context, 'chief-editor')
  const send = (list: string) =>
    ask('/news/desk/sources/import', {
      method: 'POST',
      headers: chief.formHeaders,
      body: chief.form({ how: 'try', list }),
    })
  const feeds = Array.from(
    { length: 9_000 },
    (_, i) => `<outline text="Wire ${i}" xmlUrl="https://wire${i}.example.org/feed.xml"/>`,
  )
  const list = `<opml version="2.0"><body>${feeds.join('\n')}</body></opml>`
  const taken = await send(list)
  expect(taken.statusCode, (await taken.body.text()).slice(0, 200)).toBe(200)
  expect((await send('x'.repeat(3_000_000))).statusCode).toBe(413)
  expect((await send('x'.repeat(5_000_000))).statusCode).toBe(413)
})

test('a browser signs in with a passkey, and its cookie is limited to TLS and this path', async () => {
  const invited = await addAccount(home.app.context, commandActor, {
    email: 'ada@example.org',
    name: 'Ada Example',
    grants: [{ role: 'editor', digest: 'all' }],
  })
  if (!invited.ok) throw new Error(invited.reason.code)
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({ ignoreHTTPSErrors: true })
    const page = await context.newPage()
    await addAuthenticator(context, page)
    await page.goto(invited.link.url)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Make a passkey' }).click()
    await page.waitForURL('**/news/desk/**')
    expect(await context.cookies()).toEqual([
      expect.objectContaining({
        name: '__Secure-daywire',
        path: '/news/',
        secure: true,
        httpOnly: true,
        sameSite: 'Lax',
      }),
    ])
  } finally {
    await browser.close()
  }
})

test('a live page also updates through nginx, without delay, under its path', async () => {
  const { context } = home.app
  const chief = await signedIn(context, 'chief-editor')
  const other = await signedIn(context, 'editor')
  const browser = await openBrowser()
  try {
    const window = await browser.newContext({ ignoreHTTPSErrors: true })
    const [name = '', value = ''] = chief.headers['cookie']?.split('=') ?? []
    const url = `https://localhost:${ports.tls}/news/`
    await window.addCookies([{ name, value, url, secure: true }])
    const page = await window.newPage()
    await page.goto(`${url}desk/today/daily/2026-11-10`)
    const digest = (await context.store.digests.list())[0]
    const day = { digestId: digest?.id ?? 0, date: Temporal.PlainDate.from('2026-11-10') }
    await expect.poll(async () => (await context.store.presence.of(day, context.clock.now())).length).toBe(1)
    await notePresence(context, other.actor, day)
    await page.getByText(/Account \d+ is here too\./).waitFor()
    // Closing the page is noticed, because the web server closes its connection too.
    await page.close()
    const soon = () => context.clock.now().add({ seconds: 5 })
    await expect.poll(async () => (await context.store.presence.of(day, soon())).length).toBe(1)
  } finally {
    await browser.close()
  }
})

const forwarding = 'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;'
test.each([
  [
    'strips the path',
    'proxy_pass http://daywire;',
    'proxy_pass http://daywire/;',
    'missing',
    'found-proxy-path',
  ],
  ['passes on another host', 'Host $http_host;', 'Host daywire;', 'note', 'found-proxy-host'],
  [
    'passes on another scheme',
    'X-Forwarded-Proto $scheme;',
    'X-Forwarded-Proto http;',
    'note',
    'found-proxy-scheme',
  ],
  [
    'does not pass on the client',
    forwarding,
    'proxy_set_header X-Forwarded-For "";',
    'missing',
    'found-proxy-client-lost',
  ],
  ['trusts headers of clients', forwarding, '', 'missing', 'found-proxy-claimed'],
  [
    'redirects',
    'proxy_pass http://daywire;',
    'return 302 https://elsewhere.example.org/;',
    'missing',
    'found-proxy-redirect',
  ],
  [
    'answers requests itself',
    'proxy_pass http://daywire;',
    'return 200 "welcome";',
    'missing',
    'found-proxy-elsewhere',
  ],
])('doctor reports a web server that %s', async (_, from, to, state, code) => {
  await stop()
  stop = await startNginx(ports, (site) => site.replace(from, to))
  expect(await doctor()).toEqual([[state, code]])
})

test('doctor reports an untrusted web server, pages that are down, and an address that does not answer', async () => {
  await stop()
  stop = await startNginx(ports)
  await home.web.close()
  expect(await doctor()).toEqual([['note', 'found-proxy-alone']])
  const web = await buildWeb({
    context: home.app.context,
    mailbox: null,
    templatesDir: join(import.meta.dirname, '../../templates'),
    trustedProxies: [],
  })
  try {
    await web.listen({ port: ports.behind, host: '127.0.0.1' })
    expect(await doctor()).toEqual([['missing', 'found-proxy-untrusted']])
  } finally {
    await web.close()
  }
  await stop()
  expect(await doctor()).toEqual([['note', 'found-proxy-silent']])
  stop = await startNginx(ports)
})
