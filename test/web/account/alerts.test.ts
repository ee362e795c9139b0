import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Digest } from '../../../src/core/entities/newsroom.ts'
import { setUp, testPages, type TestPages } from '../pages.ts'
import { signedIn, type TestAccount } from '../signed-in.ts'

let home: TestPages
let digest: Digest
beforeAll(async () => {
  home = await testPages({ url: 'https://wire.example.org/news/' })
  digest = await setUp(home)
})
afterAll(() => home.close())

const path = '/news/account/alerts'
const shown = async ({ headers }: TestAccount) => (await home.web.inject({ url: path, headers })).body
const checked = (page: string) =>
  [...page.matchAll(/name="alert" value="([\w:-]+)" checked/g)].map(([, value = '']) => value)
const send = (account: TestAccount, alert: string[]) =>
  home.web.inject({
    method: 'POST',
    url: path,
    headers: account.formHeaders,
    payload: account.form({ alert }),
  })

test('an editor of one digest chooses alerts of that digest, and of shared matters', async () => {
  const account = await signedIn(home.app.context, 'editor', digest.id)
  const page = await shown(account)
  expect(page).toContain('<a href="/news/account" aria-current="page">')
  expect(page).toContain(account.email)
  expect(checked(page)).toEqual(
    ['needs-approval', 'approval-lost', 'not-sent', 'stopped'].map((alert) => `${alert}:${digest.id}`),
  )
  const chosen = [`stopped:${digest.id}`, 'sources:all', 'stopped:999', '<b>']
  expect((await send(account, chosen)).headers.location).toBe(`${path}?done=saved`)
  expect(checked(await shown(account))).toEqual([`stopped:${digest.id}`, 'sources:all'])
  await send(account, [])
  expect(checked(await shown(account))).toEqual([])
})

test('an editor of another digest sees nothing of this one; an account without a role, nothing at all', async () => {
  const other = await signedIn(home.app.context, 'editor', 999)
  expect(await shown(other)).not.toContain(digest.name + '</legend>')
  const nobody = await signedIn(home.app.context, [])
  const page = await shown(nobody)
  expect(page).toContain('<h1>Alerts</h1>')
  expect(page).not.toContain('type="checkbox"')
  expect(page).not.toContain('data-place="today"')
})
