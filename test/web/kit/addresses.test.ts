import { expect, test } from 'vitest'
import { canKeepSession, sessionCookie } from '../../../src/web/kit/sessions/session-cookie.ts'
import { nextPath } from '../../../src/web/kit/sessions/sign-in-first.ts'
import type { WebContext } from '../../../src/web/web-context.ts'

const site = {
  context: { settings: { publicUrl: 'https://wire.example.org/news/' } },
  path: '/news/',
} as unknown as WebContext

test.each([
  ['https://wire.example.org/', { name: '__Host-daywire', path: '/', secure: true }],
  ['https://wire.example.org/news/', { name: '__Secure-daywire', path: '/news/', secure: true }],
  ['http://wire.example.org/', { name: '__Host-daywire', path: '/', secure: true }],
  ['http://localhost:8080/', { name: 'daywire-8080', path: '/', secure: false }],
  ['http://127.0.0.1/news/', { name: 'daywire-80', path: '/news/', secure: false }],
])('the cookie of %s', (url, cookie) => expect(sessionCookie(url)).toEqual(cookie))

test.each([
  ['/news/desk/today?a=1#b', '/news/desk/today?a=1'],
  ['/news/', '/news/'],
  ['/other/', null],
  ['/newsroom', null],
  ['//evil.example.com/news/', null],
  ['/\\evil.example.com/news/', null],
  ['/news/\\evil.example.com', null],
  ['https://wire.example.org/news/', null],
  ['javascript:alert(1)', null],
  ['/news/../../evil', null],
  ['/news/\u0009/evil', null],
  ['/news/sign-in', null],
  ['/news/sign-in/code', null],
  ['', null],
  [undefined, null],
  [['/news/a', '/news/b'], null],
])('after the sign-in %j leads to %j', (sent, path) => expect(nextPath(site, sent)).toBe(path))

test('without TLS a session works on this machine only', () => {
  expect(canKeepSession('https://wire.example.org/')).toBe(true)
  expect(canKeepSession('http://localhost:8080/')).toBe(true)
  expect(canKeepSession('http://wire.example.org/')).toBe(false)
})
