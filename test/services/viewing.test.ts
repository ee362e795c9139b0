import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/core/entities/actor.ts'
import { collect } from '../../src/services/collecting/reading/collect.ts'
import { dialects } from '../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from './newsroom.ts'
import { readerViews } from './reader-views.ts'
import { suppressionViews } from './suppression-views.ts'
import { views, type ViewedNewsroom } from './views.ts'

const account = (grants: Extract<Actor, { kind: 'account' }>['grants']): Actor => ({
  kind: 'account',
  id: 7,
  grants,
})

describe.each(dialects)('pages of the desk, on $name', ({ open }) => {
  let room: TestNewsroom
  let viewed: ViewedNewsroom
  beforeAll(async () => {
    room = await testNewsroom(await open())
    await room.reader('ada@example.org')
    await room.app.context.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    room.clock.set('2026-11-09T08:00Z')
    await collect(room.app.context)
    await room.wake('2026-11-10T06:30:10Z')
    const { context } = room.app
    const edition = await context.store.editions.newestScheduled(room.digest.id)
    viewed = { context, digest: room.digest, edition: edition! }
  })
  afterAll(() => room.close())

  test.each(Object.entries(views))('%s can be viewed by an editor of the digest', async (_, view) => {
    await view(viewed, account([{ role: 'editor', digest: viewed.digest.id }]))
  })

  test.each(Object.entries(views))(
    '%s cannot be viewed without a role, nor with a reader’s link',
    async (_, view) => {
      const refused = { name: 'AppError', code: 'not-permitted' }
      await expect(view(viewed, account([]))).rejects.toMatchObject(refused)
      await expect(view(viewed, { kind: 'subscriber', id: 1, subscription: 1 })).rejects.toMatchObject(
        refused,
      )
    },
  )

  test.each(Object.entries(readerViews))(
    '%s can be viewed by an analyst of the digest, but not by an editor',
    async (_, view) => {
      const digest = viewed.digest.id
      await view(viewed, account([{ role: 'analyst', digest }]))
      const refused = { name: 'AppError', code: expect.stringMatching(/^not-(permitted|found)$/) }
      for (const actor of [
        account([]),
        account([{ role: 'editor', digest }]),
        account([{ role: 'admin', digest: 999 }]),
      ])
        await view(viewed, actor).then(
          (found) => expect(found).toEqual([]),
          (error: unknown) => expect(error).toMatchObject(refused),
        )
    },
  )

  test.each(Object.entries(suppressionViews))(
    '%s can be viewed by an analyst of all digests, but not by an editor',
    async (_, view) => {
      await view(viewed, account([{ role: 'analyst', digest: 'all' }]))
      const refused = { name: 'AppError', code: 'not-permitted' }
      for (const actor of [
        account([{ role: 'editor', digest: 'all' }]),
        account([{ role: 'analyst', digest: viewed.digest.id }]),
      ])
        await expect(view(viewed, actor)).rejects.toMatchObject(refused)
    },
  )

  test('an account with a role for another digest finds nothing', async () => {
    const other = account([{ role: 'admin', digest: 999 }])
    expect(await views['viewableDigests']!(viewed, other)).toEqual([])
    await expect(views['showEdition']!(viewed, other)).rejects.toMatchObject({ code: 'not-found' })
    await expect(views['nextHours']!(viewed, other)).rejects.toMatchObject({ code: 'not-permitted' })
  })
})
