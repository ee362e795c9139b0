import { afterAll, beforeAll, expect, test } from 'vitest'
import { roles } from '../../src/core/entities/account.ts'
import { may, permissions, type Permission } from '../../src/core/permissions.ts'
import { setUp, testPages, type TestPages } from './pages.ts'
import { signedIn } from './signed-in.ts'

/**
 * Who may use each existing route: `readers` and `anyone` need no permission, `signed-in` is every account, otherwise the
 * permission. A new route fails the first test until it is decided here.
 */
const decided: Record<string, 'readers' | 'anyone' | 'signed-in' | Permission> = {
  'GET /livez': 'readers',
  'GET /readyz': 'readers',
  'GET /readyz/:token': 'readers',
  'GET /news': 'readers',
  'GET /news/livez': 'readers',
  'GET /news/readyz': 'readers',
  'GET /news/readyz/:token': 'readers',
  'GET /news/editions/:key/:name': 'readers',
  'GET /news/stories/:slug': 'readers',
  'GET /news/style.css': 'readers',
  'GET /news/reading.css': 'readers',
  'GET /news/archive': 'readers',
  'GET /news/archive/:month': 'readers',
  'GET /news/topics/:id': 'readers',
  'GET /news/countries/:code': 'readers',
  'GET /news/search': 'readers',
  'GET /news/feeds': 'readers',
  'GET /news/feed.atom': 'readers',
  'GET /news/feed.json': 'readers',
  'GET /news/topics/:id/feed.atom': 'readers',
  'GET /news/topics/:id/feed.json': 'readers',
  'GET /news/countries/:code/feed.atom': 'readers',
  'GET /news/countries/:code/feed.json': 'readers',
  'GET /news/sitemap.xml': 'readers',
  'GET /news/sitemaps/:name.xml': 'readers',
  'GET /news/robots.txt': 'readers',
  'GET /news/topics-:hash.css': 'readers',
  'GET /news/u/:token': 'readers',
  'POST /news/u/:token': 'readers',
  'POST /news/u/:token/undo': 'readers',
  'GET /news/t/:token': 'readers',
  'POST /news/t/:token': 'readers',
  'GET /news/subscribe': 'readers',
  'GET /news/subscribe/:digest': 'readers',
  'POST /news/subscribe/:digest': 'readers',
  'GET /news/subscribe/:digest/sent': 'readers',
  'POST /news/subscribe/:digest/again': 'readers',
  'GET /news/subscribe/:digest/embed': 'readers',
  'POST /news/subscribe/:digest/embed': 'readers',
  'GET /news/subscribe/:digest/json': 'readers',
  'GET /news/subscribe/:digest/challenge': 'readers',
  'GET /news/challenge.js': 'readers',
  'GET /news/challenge-worker.js': 'readers',
  'POST /news/subscribe/:digest/json': 'readers',
  'GET /news/c/:token': 'readers',
  'POST /news/c/:token': 'readers',
  'POST /news/t/:token/pause': 'readers',
  'POST /news/t/:token/less': 'readers',
  'GET /news/t/:token/edition': 'readers',
  'POST /news/t/:token/own-link': 'readers',
  'GET /news/me/:token': 'readers',
  'POST /news/me/:token/data': 'readers',
  'POST /news/me/:token/address': 'readers',
  'POST /news/me/:token/delete': 'readers',
  'GET /news/a/:token': 'readers',
  'POST /news/a/:token': 'readers',
  'GET /news/privacy': 'readers',
  'GET /news/imprint': 'readers',
  'GET /news/zone.js': 'readers',
  'GET /news/media/:hash': 'readers',
  'POST /news/hooks/:service': 'readers',
  'GET /news/sign-in': 'anyone',
  'POST /news/sign-in': 'anyone',
  'POST /news/sign-in/passkey': 'anyone',
  'GET /news/sign-in/passkeys.js': 'anyone',
  'POST /news/sign-in/password': 'anyone',
  'POST /news/sign-in/code': 'anyone',
  'POST /news/sign-in/continue': 'anyone',
  'GET /news/sign-in/link/:token': 'anyone',
  'POST /news/sign-in/link/:token': 'anyone',
  'POST /news/sign-in/new-passkey': 'anyone',
  'POST /news/sign-in/factor': 'anyone',
  'POST /news/sign-out': 'anyone',
  'GET /news/account': 'signed-in',
  'POST /news/account/sessions': 'signed-in',
  'GET /news/account/alerts': 'signed-in',
  'POST /news/account/alerts': 'signed-in',
  'GET /news/account/security': 'signed-in',
  'POST /news/account/security': 'signed-in',
  'GET /news/accounts': 'change-accounts',
  'POST /news/accounts': 'change-accounts',
  'GET /news/accounts/:id': 'change-accounts',
  'POST /news/accounts/:id': 'change-accounts',
  'GET /news/desk': 'view-desk',
  'GET /news/desk/assets/:name': 'anyone',
  'GET /news/desk/keys': 'view-desk',
  'GET /news/desk/today': 'view-desk',
  'GET /news/desk/today/:key': 'view-desk',
  'GET /news/desk/today/:key/:date': 'view-desk',
  'POST /news/desk/today/:key/:date': 'edit-edition',
  'GET /news/desk/today/:key/:date/live': 'view-desk',
  'GET /news/desk/today/:key/:date/pairs': 'view-desk',
  'GET /news/desk/today/:key/:date/add': 'edit-edition',
  'POST /news/desk/today/:key/:date/add': 'edit-edition',
  'GET /news/desk/today/:key/:date/forms': 'edit-edition',
  'GET /news/desk/today/:key/:date/story/:id/edit': 'edit-edition',
  'GET /news/desk/editions': 'view-desk',
  'GET /news/desk/editions/:key': 'view-desk',
  'GET /news/desk/editions/:key/calendar': 'change-calendar',
  'POST /news/desk/editions/:key/calendar': 'change-calendar',
  'POST /news/desk/editions/:key/calendar/undo': 'change-calendar',
  'GET /news/desk/editions/:key/:name': 'view-desk',
  'GET /news/desk/editions/:key/:name/checks': 'view-desk',
  'POST /news/desk/editions/:key/:name/checks': 'pass-check',
  'GET /news/desk/editions/:key/:name/preview': 'view-desk',
  'GET /news/desk/editions/:key/:name/preview/mail': 'view-desk',
  'GET /news/desk/editions/:key/:name/preview/text': 'view-desk',
  'GET /news/desk/editions/:key/:name/preview/source': 'view-desk',
  'GET /news/desk/editions/:key/:name/preview/mail.eml': 'view-desk',
  'POST /news/desk/editions/:key/:name/preview/addresses': 'send-test-mail',
  'POST /news/desk/editions/:key/:name/preview/test': 'send-test-mail',
  'GET /news/desk/editions/:key/:name/sending': 'view-desk',
  'GET /news/desk/editions/:key/:name/sending/live': 'view-desk',
  'GET /news/desk/editions/:key/:name/approve': 'approve-edition',
  'POST /news/desk/editions/:key/:name/approve': 'approve-edition',
  'GET /news/desk/editions/:key/:name/stop': 'stop-edition',
  'POST /news/desk/editions/:key/:name/stop': 'stop-edition',
  'GET /news/desk/editions/:key/:name/continue': 'stop-edition',
  'POST /news/desk/editions/:key/:name/continue': 'stop-edition',
  'GET /news/desk/editions/:key/:name/correct': 'stop-edition',
  'POST /news/desk/editions/:key/:name/correct': 'stop-edition',
  'GET /news/desk/editions/:key/:name/abandon': 'stop-edition',
  'POST /news/desk/editions/:key/:name/abandon': 'stop-edition',
  'POST /news/desk/editions/:key/:name/unknown': 'resolve-deliveries',
  'GET /news/desk/readers/actions': 'view-readers',
  'POST /news/desk/readers/actions': 'change-subscribers',
  'GET /news/desk/readers/actions/:action': 'view-readers',
  'GET /news/desk/readers/actions/:action/now': 'view-readers',
  'GET /news/desk/readers/:id/next': 'view-readers',
  'GET /news/desk/readers/typos': 'view-readers',
  'POST /news/desk/readers/typos': 'change-subscribers',
  'POST /news/desk/readers/actions/:action/confirm': 'change-subscribers',
  'POST /news/desk/readers/actions/:action/erase': 'change-subscribers',
  'POST /news/desk/readers/actions/:action/undo': 'change-subscribers',
  'POST /news/desk/readers/actions/:action/drop': 'change-subscribers',
  'GET /news/desk/readers/export': 'change-subscribers',
  'POST /news/desk/readers/export': 'change-subscribers',
  'GET /news/desk/readers/:id/personal': 'change-subscribers',
  'POST /news/desk/readers/:id/personal/data': 'change-subscribers',
  'POST /news/desk/readers/:id/personal/erase': 'change-subscribers',
  'GET /news/desk/readers': 'view-readers',
  'GET /news/desk/readers/import': 'change-subscribers',
  'POST /news/desk/readers/import': 'change-subscribers',
  'GET /news/desk/readers/imports': 'view-readers',
  'GET /news/desk/readers/imports/:id': 'view-readers',
  'GET /news/desk/readers/imports/:id/now': 'view-readers',
  'GET /news/desk/readers/imports/:id/rejects.csv': 'view-readers',
  'POST /news/desk/readers/imports/:id/plan': 'change-subscribers',
  'POST /news/desk/readers/imports/:id/start': 'change-subscribers',
  'POST /news/desk/readers/imports/:id/cancel': 'change-subscribers',
  'POST /news/desk/readers/imports/:id/undo': 'change-subscribers',
  'GET /news/desk/readers/add': 'change-subscribers',
  'POST /news/desk/readers/add': 'change-subscribers',
  'GET /news/desk/readers/addresses': 'change-subscribers',
  'POST /news/desk/readers/addresses': 'change-subscribers',
  'GET /news/desk/readers/came-back': 'view-suppressions',
  'GET /news/desk/readers/came-back/:report': 'view-suppressions',
  'GET /news/desk/readers/came-back/:report/message': 'change-suppressions',
  'GET /news/desk/readers/refusals': 'view-suppressions',
  'GET /news/desk/readers/suppressions': 'view-suppressions',
  'GET /news/desk/readers/suppressions/add': 'change-suppressions',
  'POST /news/desk/readers/suppressions/add': 'change-suppressions',
  'GET /news/desk/readers/suppressions/export': 'change-suppressions',
  'POST /news/desk/readers/suppressions/export': 'change-suppressions',
  'GET /news/desk/readers/suppressions/:kind/:place': 'view-suppressions',
  'POST /news/desk/readers/suppressions/:kind/:place/lift': 'change-suppressions',
  'POST /news/desk/readers/suppressions/:kind/:place/note': 'change-suppressions',
  'POST /news/desk/readers/came-back': 'change-suppressions',
  'GET /news/desk/readers/warm-up': 'view-readers',
  'POST /news/desk/readers/warm-up/start': 'change-warm-up',
  'POST /news/desk/readers/warm-up/change': 'change-warm-up',
  'POST /news/desk/readers/warm-up/plan': 'change-warm-up',
  'GET /news/desk/readers/came-back/replies': 'change-suppressions',
  'POST /news/desk/readers/came-back/replies': 'change-suppressions',
  'GET /news/desk/readers/missed': 'view-readers',
  'POST /news/desk/readers/missed': 'resolve-deliveries',
  'GET /news/desk/readers/tags': 'view-readers',
  'POST /news/desk/readers/tags/:tag/rename': 'change-subscribers',
  'POST /news/desk/readers/tags/:tag/alerts': 'change-subscribers',
  'POST /news/desk/readers/tags/:tag/remove': 'change-subscribers',
  'GET /news/desk/readers/:id': 'view-readers',
  'POST /news/desk/readers/:id/choices': 'change-subscription',
  'POST /news/desk/readers/:id/pause': 'change-subscription',
  'POST /news/desk/readers/:id/stop': 'change-subscribers',
  'POST /news/desk/readers/:id/resubscribe': 'change-subscribers',
  'POST /news/desk/readers/:id/address': 'change-subscribers',
  'POST /news/desk/readers/:id/tag': 'change-subscribers',
  'POST /news/desk/readers/:id/untag': 'change-subscribers',
  'POST /news/desk/readers/:id/note': 'change-subscribers',
  'POST /news/desk/readers/:id/unnote': 'change-subscribers',
  'POST /news/desk/readers/:id/link': 'change-subscription',
  'POST /news/desk/readers/:id/undo': 'change-subscribers',
  'POST /news/desk/readers/:id/undo-import': 'change-subscribers',
  'GET /news/desk/readers/:id/mails/:edition': 'view-readers',
  'GET /news/desk/readers/:id/mails/:edition/mail': 'view-readers',
  'POST /news/desk/readers/:id/mails/:edition/again': 'resolve-deliveries',
  'GET /news/desk/stories': 'view-desk',
  'GET /news/desk/stories/:id': 'view-desk',
  'GET /news/desk/stories/:id/page': 'view-desk',
  'GET /news/desk/sources': 'view-desk',
  'GET /news/desk/sources/:id': 'view-desk',
  'GET /news/desk/sources/rules': 'view-desk',
  'GET /news/desk/sources/export.opml': 'view-desk',
  'GET /news/desk/sources/add': 'change-sources',
  'POST /news/desk/sources/add': 'change-sources',
  'GET /news/desk/sources/import': 'change-sources',
  'POST /news/desk/sources/import': 'change-sources',
  'POST /news/desk/sources/rules': 'change-rules',
  'POST /news/desk/sources/:id/probe': 'change-sources',
  'POST /news/desk/sources/:id/remove': 'change-sources',
}

let home: TestPages
beforeAll(async () => {
  home = await testPages({ url: 'https://wire.example.org/news/' })
  await setUp(home)
})
afterAll(() => home.close())

interface Route {
  method: 'GET' | 'POST'
  /** Without hashes of content. */
  name: string
  path: string
}

/** Every route, from the tree that Fastify prints; HEAD follows GET. */
function routes(): Route[] {
  const above: string[] = []
  return home.web
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S+) \(([^)]*)\)/.exec(line) ?? []
      if (part === '') return []
      const level = indent.length / 4
      above.splice(level, above.length, part)
      const path = above.join('')
      const name = path.replace(/-[0-9a-f]{12}\./, '.')
      return (['GET', 'POST'] as const)
        .filter((method) => methods.split(', ').includes(method))
        .map((method) => ({ method, name: `${method} ${name}`, path }))
    })
}

test('access is decided for every route', () => {
  expect(
    routes()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(Object.keys(decided).toSorted())
})

/** How a request is answered, as far as access is concerned. */
async function answered({ method, path }: Route, role: (typeof roles)[number] | null): Promise<string> {
  const who = role && (await signedIn(home.app.context, role))
  const url = path.replace(/:(\w+)/g, (_, name: string) => (name === 'key' ? 'daily' : '1'))
  const answer = await home.web.inject({
    method,
    url,
    headers: {
      ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...who?.headers,
    },
    ...(method === 'POST' && { payload: who?.form() ?? '' }),
  })
  const { location } = answer.headers
  if (answer.statusCode === 403) return 'refused'
  const isAsked =
    answer.statusCode === 401 || (answer.statusCode === 303 && /sign-in\?next=/.test(String(location)))
  return isAsked ? 'asked to sign in' : 'let in'
}

function expected(who: (typeof decided)[string], role: (typeof roles)[number] | null): string {
  if (who === 'readers' || who === 'anyone') return 'let in'
  if (role === null) return 'asked to sign in'
  if (who === 'signed-in') return 'let in'
  const actor = { kind: 'account', id: 1, grants: [{ role, digest: 'all' }] } as const
  return may(actor, who, null) ? 'let in' : 'refused'
}

test.each([null, ...roles])('%s can access exactly what is decided for them', async (role) => {
  const found: Record<string, string> = {}
  for (const route of routes()) found[route.name] = await answered(route, role)
  const right = Object.entries(decided).map(([name, who]) => [name, expected(who, role)])
  expect(found).toEqual(Object.fromEntries(right))
})

test('every decision is an existing permission', () => {
  const known = new Set<string>(['readers', 'anyone', 'signed-in', ...permissions])
  expect(Object.values(decided).filter((who) => !known.has(who))).toEqual([])
})
