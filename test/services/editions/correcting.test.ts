import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { frontPage } from '../../../src/services/archive/front-page.ts'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { inEdition } from '../../../src/services/editions/changing/make-change.ts'
import { setNote } from '../../../src/services/editions/changing/edition/set-note.ts'
import { abandonEdition } from '../../../src/services/editions/stopping/abandon-edition.ts'
import { continueEdition } from '../../../src/services/editions/stopping/continue-edition.ts'
import { correctEdition } from '../../../src/services/editions/stopping/correct-edition.ts'
import { stopEdition } from '../../../src/services/editions/stopping/stop-edition.ts'
import { openWebEditions } from '../../../src/services/editions/viewing/web-version/web-edition.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { explainDelivery } from '../../../src/services/sending/delivery/explain-delivery.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { startScriptedServer } from '../../mail/scripted-server.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { english } from '../../../src/core/said/sentence.ts'
import { inWords } from '../../in-words.ts'

describe.each(dialects)('a stopped edition on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let edition: Edition
  const context = () => room.app.context
  const reread = () => room.edition(edition.id)
  const counts = () => home.store.deliveries.counts(edition.id)
  const stop = async () => stopEdition(context(), await reread(), 'a wrong lead', commandActor)
  const why = async (email: string) =>
    english((await explainDelivery(context(), room.digest, await reread(), email)).why)
  /** Sends it to a server that defers one reader. */
  const sendBut = async (email: string) => {
    const server = await startScriptedServer({
      act: (stage, _before, to) =>
        stage === 'RCPT' && to === email ? { reply: '451 4.3.0 not now' } : undefined,
    })
    try {
      await deliver(room.sendingTo(server.port), await reread())
    } finally {
      await server.close()
    }
  }

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await room.reader('ada@example.org')
    await room.reader('ben@example.org')
    edition = await room.sending()
    await sendBut('ben@example.org')
    expect(await counts()).toEqual({ sent: 1, deferred: 1 })
    expect(await stop()).toMatchObject({ gone: 1, waiting: 1 })
  })
  afterEach(() => room.close())

  test('gives up no e-mail, and its e-mails have their full time once it resumes', async () => {
    await room.wake('2026-11-11T20:00Z')
    expect(await counts()).toEqual({ sent: 1, deferred: 1 })
    expect(await why('ben@example.org')).toContain('the edition is stopped: a wrong lead (by cli since')
    await continueEdition(context(), await reread(), commandActor)
    await room.wake('2026-11-11T20:01Z')
    expect(await counts()).toEqual({ sent: 2 })
    expect(inWords(await reread())).toMatchObject({ status: 'sent' })
    expect(await continueEdition(context(), edition, commandActor)).toMatchObject({
      ok: false,
      code: 'edition-not-stopped',
    })
  })

  test('is public while it is corrected, and once abandoned, because its first e-mail was sent', async () => {
    const isPublic = async () => {
      const page = await openWebEditions(context()).page('daily', '2026-11-10')
      return [page !== null, (await frontPage(context()))?.news.length]
    }
    expect(await isPublic()).toEqual([true, 1])
    await correctEdition(context(), edition, commandActor)
    expect(await isPublic()).toEqual([true, 1])
    await approve(context(), await reread(), commandActor)
    expect(await isPublic()).toEqual([true, 1])
    await stop()
    await abandonEdition(context(), await reread(), null, commandActor)
    expect(await isPublic()).toEqual([true, 1])
  })

  test('is sent, once corrected and approved, to those who wait; those who have it keep it', async () => {
    room.clock.set('2026-11-10T15:00Z')
    expect(await correctEdition(context(), edition, commandActor)).toEqual({
      ok: true,
      revision: 2,
      gone: 1,
      waiting: 1,
    })
    await setNote(context(), inEdition(await reread()), { text: 'The lead is corrected.' }, commandActor)
    await room.wake('2026-11-10T15:01Z')
    expect(inWords(await reread())).toMatchObject({ status: 'draft', revision: 3, stop: null })
    expect(await why('ben@example.org')).toContain('in correction since 2026-11-10T15:00:00Z')
    expect(await approve(context(), await reread(), commandActor)).toMatchObject({ ok: true })
    await room.wake('2026-11-10T15:02Z')
    const rows = await home.store.deliveries.list({ editionId: edition.id, status: 'sent', count: 9 })
    expect(rows.map(({ email, revision }) => [email, revision])).toEqual([
      ['ada@example.org', 1],
      ['ben@example.org', 3],
    ])
    const [mail, ...others] = await room.app.mails()
    expect(others).toEqual([])
    expect([mail?.to, mail?.text]).toEqual([
      'ben@example.org',
      expect.stringContaining('The lead is corrected.'),
    ])
    expect(inWords(await reread())).toMatchObject({ status: 'sent', correctedAt: null })
  })

  test('a correction that is not approved in time is abandoned, and the editors are notified', async () => {
    const newsroom = await home.store.newsroom.get()
    if (newsroom) await home.store.newsroom.put({ ...newsroom, alerts: ['desk@example.org'] })
    room.clock.set('2026-11-10T15:00Z')
    await correctEdition(context(), edition, commandActor)
    await room.wake('2026-11-10T20:59Z')
    expect(inWords(await reread())).toMatchObject({ status: 'draft' })
    await room.wake('2026-11-10T21:01Z')
    expect(inWords(await reread())).toMatchObject({
      status: 'stopped',
      reason: 'it was not approved in time',
    })
    expect(await counts()).toEqual({ sent: 1, skipped: 1 })
    await room.wake('2026-11-10T21:02Z')
    expect((await room.app.mails()).map(({ subject }) => subject)).toContain(
      'Abandoned: Global Security Newswire of 2026-11-10',
    )
  })
})

describe.each(dialects)('an edition stopped before its hour on $name', ({ open }) => {
  let room: TestNewsroom
  beforeEach(async () => {
    room = await testNewsroom(await open())
    await room.reader('ada@example.org')
  })
  afterEach(() => room.close())

  test('is not sent, and not missed while it is stopped', async () => {
    const edition = await room.approved()
    await stopEdition(room.app.context, edition, 'wait', commandActor)
    await room.wake('2026-11-10T20:00Z')
    expect(await room.edition(edition.id)).toMatchObject({ status: 'approved' })
    await continueEdition(room.app.context, edition, commandActor)
    await room.wake('2026-11-10T20:01Z')
    expect(await room.edition(edition.id)).toMatchObject({ status: 'sent' })
  })

  test('is not approved while it is stopped', async () => {
    const edition = await room.approved()
    await setNote(room.app.context, inEdition(edition), { text: 'Back on Monday.' }, commandActor)
    await stopEdition(room.app.context, edition, 'wait', commandActor)
    const draft = await room.edition(edition.id)
    expect(inWords(await approve(room.app.context, draft, commandActor))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('is stopped: wait'),
    })
  })
})
