import { afterAll, beforeAll, expect, test } from 'vitest'
import { freezeReaders } from '../../../src/services/subscribers/bulk/freeze-readers.ts'
import { findDigest } from '../../../src/services/newsroom/find-digest.ts'
import { setUp, testPages, type TestPages } from '../pages.ts'
import { signedIn } from '../signed-in.ts'

let home: TestPages
beforeAll(async () => {
  home = await testPages()
  await setUp(home)
})
afterAll(() => home.close())

test('erasing many needs a recent sign-in, at every address that can do it', async () => {
  const { context } = home.app
  const admin = await signedIn(context, 'admin')
  const digest = await findDigest(context, 'daily')
  const id = await freezeReaders(context, { digest, kind: 'erase', target: { chosen: [1] } }, admin.actor)
  home.clock.set(home.clock.now().add({ minutes: 11 }))
  const post = (path: string) =>
    home.web.inject({
      method: 'POST',
      url: `/news/desk/readers/actions/${id}/${path}`,
      headers: admin.formHeaders,
      payload: admin.form({ number: '0' }),
    })
  expect((await post('erase')).statusCode).toBe(401)
  expect((await post('confirm')).statusCode).toBe(404)
  expect(await context.store.bulkActions.byId(id)).toMatchObject({ state: 'frozen' })
})

test('feedback of all digests is not shown to an admin of one', async () => {
  const { context } = home.app
  const { id } = await findDigest(context, 'daily')
  for (const [digest, status] of [
    ['all', 200],
    [id, 403],
  ] as const) {
    const { headers } = await signedIn(context, 'admin', digest)
    const answer = await home.web.inject({ url: '/news/desk/readers/came-back', headers })
    expect(answer.statusCode).toBe(status)
    const list = await home.web.inject({ url: '/news/desk/readers', headers })
    expect(list.body.includes('/readers/came-back')).toBe(status === 200)
  }
})
