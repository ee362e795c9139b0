import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { inEdition } from '../../../src/services/editions/changing/make-change.ts'
import { rewordStory } from '../../../src/services/editions/changing/stories/reword-story.ts'
import { setNote } from '../../../src/services/editions/changing/edition/set-note.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const headline = 'Seals counted twice in the yard'

describe.each(dialects)('revisions of an edition on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom
  let edition: Edition
  const context = () => room.app.context
  const reread = () => room.edition(edition.id)
  const approveIt = async () => approve(context(), await reread(), commandActor)
  const send = async () => {
    await startSending(context(), await reread(), true)
    return deliver(context(), await reread())
  }

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await room.reader('ada@example.org')
    edition = await room.approved()
  })
  afterEach(() => room.close())

  test('withdrawn, changed and approved again, it carries the new texts under the new subject', async () => {
    expect(await home.store.revisions.raise(edition.id, 1)).toBe(true)
    const [item] = await home.store.contents.items(edition.id)
    if (!item) throw new Error('it carries nothing')
    await home.store.contents.putItem(edition.id, { ...item, headline })
    await approveIt()
    await send()
    const [mail] = await room.app.mails()
    expect(mail?.subject).toBe(headline)
    expect(mail?.text).toContain(headline)
    expect(mail?.text).not.toMatch(/^Seals counted in the hall$/m)
    const [row] = await home.store.deliveries.list({ editionId: edition.id, status: 'sent', count: 9 })
    expect(row).toMatchObject({ revision: 2 })
  })

  test('each change withdraws an approval, and only what is approved again is sent', async () => {
    expect(
      await setNote(context(), inEdition(edition), { text: 'Back on Monday.' }, commandActor),
    ).toMatchObject({
      ok: true,
      revision: 2,
      wasApproved: true,
    })
    expect(await reread()).toMatchObject({ status: 'draft', revision: 2, approval: null })
    expect(await startSending(context(), edition, true)).toBe(false)
    await approveIt()
    const [item] = await home.store.contents.items(edition.id)
    await rewordStory(
      context(),
      inEdition(await reread()),
      { story: item?.storyId ?? 0, text: 'why', words: 'The first count in a year.', of: 'edition' },
      commandActor,
    )
    await approveIt()
    expect(await reread()).toMatchObject({ status: 'approved', revision: 3, approval: { revision: 3 } })
    await send()
    const [mail] = await room.app.mails()
    expect(mail?.text).toContain('Back on Monday.')
    expect(mail?.text).toContain('The first count in a year.')
    await expect(
      setNote(context(), inEdition(edition), { text: 'Too late.' }, commandActor),
    ).resolves.toEqual({ ok: false, code: 'not-changeable', params: { status: 'sent' } })
  })

  test('an approval of a revision that has since changed is refused', async () => {
    const seen = await reread()
    await setNote(context(), inEdition(seen), { text: 'Back on Monday.' }, commandActor)
    expect(await approve(context(), { ...seen, status: 'draft' }, commandActor)).toMatchObject({ ok: false })
    expect(await reread()).toMatchObject({ status: 'draft' })
  })

  test('of two changes based on the same revision, the second is refused', async () => {
    expect(await home.store.revisions.raise(edition.id, 1)).toBe(true)
    expect(await home.store.revisions.raise(edition.id, 1)).toBe(false)
  })

  test('blocks that differ from the approved ones are not sent', async () => {
    await home.store.contents.putBlocks(edition.id, 1, [
      { key: 'forged', html: '<p>Forged</p>', text: '', size: 13 },
    ])
    await startSending(context(), edition, true)
    await expect(deliver(context(), await reread())).rejects.toThrow('is not what was approved')
    expect(await room.app.mails()).toEqual([])
    expect(await home.store.deliveries.counts(edition.id)).toEqual({ queued: 1 })
  })

  test('a sender with an older revision marks nothing as in flight', async () => {
    await setNote(context(), inEdition(edition), { text: 'Back on Monday.' }, commandActor)
    await approveIt()
    await startSending(context(), await reread(), true)
    const now = room.clock.now()
    const lease = { worker: 'w', until: now.add({ minutes: 1 }) }
    const claims = await home.store.claims.claim(edition.id, now, lease, 1)
    const marked = (revision: number) =>
      home.store.claims.markInflight(claims, { worker: 'w', revision, exclusions: 0 }, now)
    expect((await marked(1)).size).toBe(0)
    expect((await marked(2)).size).toBe(1)
  })

  test('an approval binds the hour and the audience', async () => {
    await home.execute(`update editions set due_at = due_at + 3600000 where id = ${edition.id}`)
    expect(await startSending(context(), edition, true)).toBe(false)
    await home.execute(`update editions set due_at = due_at - 3600000 where id = ${edition.id}`)
    expect(await startSending(context(), edition, true)).toBe(true)
  })
})
