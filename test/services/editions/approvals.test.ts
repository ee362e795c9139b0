import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { inEdition } from '../../../src/services/editions/changing/make-change.ts'
import { setNote } from '../../../src/services/editions/changing/edition/set-note.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { findDigest } from '../../../src/services/newsroom/find-digest.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { english } from '../../../src/core/said/sentence.ts'

describe.each(dialects)('approval by two people on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let draft: Edition
  const context = () => room.app.context
  const reread = () => room.edition(draft.id)
  const approveAs = async (person: string) => approve(context(), await reread(), commandActor, { person })

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await room.reader('ada@example.org')
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    const { id: _id, createdAt, ...traits } = room.digest
    await home.store.digests.put({ ...traits, approval: 'two' }, createdAt)
    const made = await run(context(), await findDigest(context(), 'daily'), commandActor)
    expect(made).toMatchObject({ outcome: 'awaiting-approval' })
    expect(english(made.says)).toContain('waits for the approval of two people')
    draft = made.edition
  })
  afterEach(() => room.close())

  test('needs two different people for the same revision', async () => {
    expect(await approveAs('Ada Lovelace')).toMatchObject({ ok: true, awaited: 1 })
    expect(await approveAs(' ada  lovelace')).toMatchObject({ ok: false })
    expect(await reread()).toMatchObject({ status: 'draft', approval: null })
    expect(
      english((await run(context(), await findDigest(context(), 'daily'), commandActor)).says),
    ).toContain('is approved by Ada Lovelace and waits for another person')
    expect(await approveAs('Ben')).toMatchObject({ ok: true, awaited: 0 })
    expect(await reread()).toMatchObject({ status: 'approved', approval: { revision: 1 } })
    expect(await startSending(context(), await reread(), true)).toBe(true)
  })

  test('a change in between requires both to approve again', async () => {
    await approveAs('Ada')
    await setNote(context(), inEdition(draft), { text: 'Back on Monday.' }, commandActor)
    expect(await approveAs('Ben')).toMatchObject({ ok: true, awaited: 1 })
    expect(await reread()).toMatchObject({ status: 'draft', revision: 2 })
    expect(await approveAs('Ada')).toMatchObject({ ok: true, awaited: 0 })
    expect(await reread()).toMatchObject({ status: 'approved', approval: { revision: 2 } })
  })

  test('the second person approves exactly the blocks that the first one saw', async () => {
    await approveAs('Ada')
    const before = await home.store.contents.blocks(draft.id, 1)
    const newsroom = await home.store.newsroom.get()
    if (newsroom) await home.store.newsroom.put({ ...newsroom, name: 'Another Newswire' })
    await approveAs('Ben')
    expect(await home.store.contents.blocks(draft.id, 1)).toEqual(before)
  })
})
