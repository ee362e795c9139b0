import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../../src/core/entities/account.ts'
import { commandActor, type Actor, type Grant, type Role } from '../../../src/core/entities/actor.ts'
import type { AlertAbout } from '../../../src/core/entities/alerts.ts'
import { disableAccount } from '../../../src/services/accounts/managing/disable-account.ts'
import { setGrants } from '../../../src/services/accounts/managing/set-grants.ts'
import { alertsOf, chooseAlerts } from '../../../src/services/alerts/choose-alerts.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { setNote } from '../../../src/services/editions/changing/edition/set-note.ts'
import { takeBackApproval } from '../../../src/services/editions/changing/edition/take-back-approval.ts'
import { inEdition } from '../../../src/services/editions/changing/make-change.ts'
import { abandonEdition } from '../../../src/services/editions/stopping/abandon-edition.ts'
import { continueEdition } from '../../../src/services/editions/stopping/continue-edition.ts'
import { stopEdition } from '../../../src/services/editions/stopping/stop-edition.ts'
import { sendMessages } from '../../../src/services/sending/outbox/send-messages.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { aboutAlerts } from '../../../src/services/newsroom/doctor/doctor-alerts.ts'
import { inWords } from '../../in-words.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

describe.each(dialects)('alerts to accounts on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let server: ScriptedServer

  const context = () => room.app.context

  async function account(name: string, role: Role, digest: Grant['digest'] = 'all'): Promise<Account> {
    const grants = [{ role, digest }]
    const email = `${name}@example.org`
    const id = await home.store.accounts.add({ email, name, grants }, room.clock.now())
    const added = id === null ? null : await home.store.accounts.byId(id)
    if (!added) throw new Error(`${email} has an account already`)
    return added
  }
  const actor = ({ id, grants }: Account): Actor => ({ kind: 'account', id, grants })

  /** Sends the outbox; returns who got which subject since the last call. */
  async function sent(): Promise<string[]> {
    await sendMessages(room.sendingTo(server.port))
    return server.mails
      .splice(0)
      .map(
        ({ to, bytes }) =>
          `${to}: ${/^Subject: (.*?) *\r$/m.exec(bytes.toString('latin1'))?.[1]?.split(':')[0] ?? ''}`,
      )
      .toSorted((one, other) => one.localeCompare(other))
  }

  async function approved(): Promise<Edition> {
    const edition = await room.approved()
    expect(edition.status).toBe('approved')
    await sent()
    return edition
  }

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await home.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
    server = await startScriptedServer({})
  })
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  test('a late change is reported to those who want to know and may see it, but not to its author', async () => {
    const ada = await account('ada', 'editor')
    await account('bo', 'editor', room.digest.id)
    await account('other', 'editor', 999)
    await account('analyst', 'analyst')
    const gone = await account('gone', 'editor')
    await account('spare', 'admin')
    await disableAccount(context(), commandActor, gone.id)
    const edition = await approved()
    await setNote(context(), inEdition(edition), { text: 'A late note.' }, actor(ada))
    // A second change applies to a draft.
    await setNote(context(), inEdition(edition), { text: 'Another.' }, actor(ada))
    await sendMessages(room.sendingTo(server.port))
    const text = server.mails[0]?.bytes.toString('utf8').replace(/=\r\n/g, '') ?? ''
    expect(text).toContain('ada changed the edition after it was approved')
    expect(text).toContain('until revision 2 is approved')
    expect(text).toContain('http://127.0.0.1:8080/desk/editions/daily/2026-11-10')
    expect(text).toContain('http://127.0.0.1:8080/account/alerts')
    expect(await sent()).toEqual(['bo@example.org: No longer approved'])
    expect(await sent()).toEqual([])
  })

  test('nothing is written if the change is not made', async () => {
    await account('ada', 'editor')
    const edition = await approved()
    const seen = { ...inEdition(edition), seen: 0 }
    await setNote(context(), inEdition(edition), { text: 'First.' }, commandActor)
    await approve(context(), await room.edition(edition.id), commandActor)
    await sent()
    const refused = await setNote(context(), seen, { text: 'Second.' }, commandActor)
    expect(refused).toMatchObject({ ok: false, code: 'changed-meanwhile' })
    expect(await sent()).toEqual([])
  })

  test('a withdrawn approval is reported, except if the system approves again', async () => {
    await account('ada', 'editor')
    const edition = await approved()
    await takeBackApproval(context(), inEdition(edition), commandActor)
    expect(await sent()).toEqual(['ada@example.org: No longer approved'])
    await approve(context(), await room.edition(edition.id), commandActor)
    await home.store.digests.put({ ...room.digest, approval: 'auto' }, room.clock.now())
    await takeBackApproval(context(), inEdition(edition), commandActor)
    expect(await sent()).toEqual([])
  })

  test('stopping, resuming and abandoning are reported once each', async () => {
    await account('ada', 'editor')
    const chief = await account('cy', 'chief-editor')
    const edition = await approved()
    await stopEdition(context(), edition, 'a wrong lead', actor(chief))
    await stopEdition(context(), edition, 'again', actor(chief))
    expect(await sent()).toEqual(['ada@example.org: Stopped'])
    await continueEdition(context(), edition, actor(chief))
    expect(await sent()).toEqual(['ada@example.org: Continues'])
    room.clock.set('2026-11-10T06:31:10Z')
    await stopEdition(context(), edition, 'for good', commandActor)
    await abandonEdition(context(), edition, null, actor(chief))
    expect(await sent()).toEqual([
      'ada@example.org: Abandoned',
      'ada@example.org: Stopped',
      'cy@example.org: Stopped',
    ])
  })

  test('an address of the newsroom that is also an account’s gets one e-mail', async () => {
    const newsroom = await home.store.newsroom.get()
    if (newsroom) await home.store.newsroom.put({ ...newsroom, alerts: ['Ada@example.org'] })
    await account('ada', 'editor')
    const edition = await approved()
    await stopEdition(context(), edition, 'a wrong lead', commandActor)
    expect(await sent()).toEqual(['Ada@example.org: Stopped'])
  })

  test('choices of an account are kept; the others follow its roles', async () => {
    const ada = await account('ada', 'editor')
    const bo = await account('bo', 'analyst')
    const { id } = room.digest
    const stopped: AlertAbout = { alert: 'stopped', digest: id }
    const wanted = async (one: Account) =>
      (await alertsOf(context(), one)).flatMap(({ alerts }) =>
        alerts.filter(({ isWanted }) => isWanted).map(({ alert }) => alert),
      )
    expect(await wanted(ada)).toEqual(['needs-approval', 'approval-lost', 'not-sent', 'stopped'])
    expect(await wanted(bo)).toEqual([])
    await chooseAlerts(context(), actor(ada), ada.id, [{ alert: 'not-sent', digest: id }])
    await chooseAlerts(context(), actor(bo), bo.id, [stopped])
    expect(await chooseAlerts(context(), actor(bo), bo.id, [stopped])).toBe(false)
    const edition = await approved()
    await stopEdition(context(), edition, 'a wrong lead', commandActor)
    expect(await sent()).toEqual(['bo@example.org: Stopped'])
    const grants = [{ role: 'chief-editor', digest: 'all' }] as const
    await setGrants(context(), commandActor, ada.id, grants)
    expect(await wanted({ ...ada, grants })).toEqual([
      'not-sent',
      'send-trouble',
      'sources',
      'sending-paused',
      'came-back',
      'warm-up',
    ])
  })

  test('only account managers choose for others', async () => {
    const ada = await account('ada', 'editor')
    const bo = await account('bo', 'chief-editor')
    await expect(chooseAlerts(context(), actor(bo), ada.id, [])).rejects.toMatchObject({
      code: 'not-permitted',
    })
    expect(await chooseAlerts(context(), commandActor, ada.id, [])).toBe(true)
  })

  test('doctor notes if nobody would be notified that an edition needs a person', async () => {
    const newsroom = await home.store.newsroom.get()
    const finding = async () => inWords(await aboutAlerts(context(), newsroom!, [room.digest]))
    expect(await finding()).toMatchObject({ says: expect.stringContaining('nobody gets an e-mail') })
    await account('spare', 'admin')
    expect(await finding()).toMatchObject({ says: expect.stringContaining('nobody gets an e-mail') })
    await account('ada', 'editor')
    expect(await finding()).toMatchObject({
      says: 'ada@example.org, spare@example.org',
    })
  })
})
