import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import type { MessageContent } from '../../../src/core/entities/message.ts'
import { allReaders } from '../../../src/core/entities/readers/reader-filter.ts'
import { allSuppressions } from '../../../src/core/entities/suppression-filter.ts'
import { writeMessage } from '../../../src/services/sending/outbox/write-message.ts'
import { sendMessages } from '../../../src/services/sending/outbox/send-messages.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { explainDelivery } from '../../../src/services/sending/delivery/explain-delivery.ts'
import { farewellMail, openMailMaking } from '../../../src/services/subscribers/mails/reader-mails.ts'
import { resubscribe } from '../../../src/services/subscribers/managing/resubscribe.ts'
import { countMissed } from '../../../src/services/subscribers/readers/missed.ts'
import { listReaders } from '../../../src/services/subscribers/readers/list-readers.ts'
import { suppressAddress } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { addSuppressionNote } from '../../../src/services/subscribers/suppressions/add-note.ts'
import { exportSuppressions } from '../../../src/services/subscribers/suppressions/export-suppressions.ts'
import { showDomain } from '../../../src/services/subscribers/suppressions/show-suppression.ts'
import {
  liftDomain,
  lookAtDomain,
  suppressDomain,
} from '../../../src/services/subscribers/suppressions/suppress-domain.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { inWords } from '../../in-words.ts'
import { dialects } from '../../store/dialects.ts'
import { bringIn } from '../imports/bring-in.ts'
import { beforeBodies, testNewsroom, type TestNewsroom } from '../newsroom.ts'

const grounds = { reason: 'the company was closed', actor: commandActor, dryRun: false }
const whole = { domain: 'Closed.example', withSubdomains: true }
const alone = { domain: 'closed.example', withSubdomains: false }

describe.each(dialects)('suppressed domains, on $name', ({ open }) => {
  let room: TestNewsroom
  let server: ScriptedServer
  beforeEach(async () => {
    server = await startScriptedServer()
    room = await testNewsroom(await open())
  })
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  const addresses = () => server.mails.map(({ to }) => to).toSorted()
  const skippedOf = async (editionId: number) =>
    inWords(await room.app.context.store.deliveries.list({ editionId, status: 'skipped', count: 9 }))

  test('cover their addresses, and those of subdomains if so chosen, however they are written', async () => {
    const { context } = room.app
    const { suppressions } = context.store
    await suppressDomain(context, { domain: ' @Bücher.Example. ', withSubdomains: true }, grounds)
    await suppressDomain(context, alone, grounds)
    const domainOf = async (email: string) => (await suppressions.ofDomain(email))?.domain ?? null
    expect(await domainOf('ada@xn--bcher-kva.example')).toBe('xn--bcher-kva.example')
    expect(await domainOf('ada@mail.xn--bcher-kva.example')).toBe('xn--bcher-kva.example')
    expect(await domainOf('ada@closed.example')).toBe('closed.example')
    for (const other of ['ada@mail.closed.example', 'ada@notclosed.example', 'closed.example@x.example'])
      expect(await domainOf(other)).toBeNull()
  })

  test('the most specific one counts, and lifting it leaves the others', async () => {
    const { context } = room.app
    await suppressDomain(context, whole, grounds)
    const nearer = { domain: 'mail.closed.example', withSubdomains: false }
    await suppressDomain(context, nearer, { ...grounds, reason: 'a test server' })
    const { suppressions } = context.store
    expect(await suppressions.ofDomain('ada@mail.closed.example')).toMatchObject({ reason: 'a test server' })
    await liftDomain(context, 'mail.closed.example', grounds)
    expect(await suppressions.ofDomain('ada@mail.closed.example')).toMatchObject({ reason: grounds.reason })
  })

  test.each(['', 'example', 'ada@x.example', '10.0.0.1', 'exa mple.org', `${'x'.repeat(300)}.example`])(
    '%j is not a domain',
    async (domain) => {
      const wanted = { domain, withSubdomains: true }
      await expect(suppressDomain(room.app.context, wanted, grounds)).rejects.toThrow('is not a domain')
    },
  )

  test('the readers of one are counted, and a dry run changes nothing', async () => {
    const { context } = room.app
    for (const email of ['a@closed.example', 'b@x.closed.example', 'c@notclosed.example'])
      await room.reader(email)
    expect(await lookAtDomain(context, whole, commandActor)).toMatchObject({ readers: 2, before: null })
    expect(await lookAtDomain(context, alone, commandActor)).toMatchObject({ readers: 1 })
    const dry = { ...grounds, dryRun: true }
    expect(await suppressDomain(context, whole, dry)).toMatchObject({ outcome: 'done', readers: 2 })
    expect(await showDomain(context, 'closed.example', commandActor)).toBeNull()
    expect(await suppressDomain(context, whole, grounds)).toMatchObject({ outcome: 'done' })
    expect(await suppressDomain(context, alone, grounds)).toMatchObject({
      outcome: 'already',
      before: { withSubdomains: true },
    })
  })

  test('skip waiting deliveries of an edition, with a separate reason; lifting them keeps single suppressions', async () => {
    const { context } = room.app
    const names = ['a@closed.example', 'b@mail.closed.example', 'single@closed.example', 'open@x.example']
    for (const email of names) await room.reader(email)
    await suppressAddress(context, 'single@closed.example', { ...grounds, reason: 'asked by phone' })
    await suppressDomain(context, whole, grounds)
    const edition = await room.sending()
    await deliver(room.sendingTo(server.port), edition)
    expect(addresses()).toEqual(['open@x.example'])
    const why = 'every address at closed.example is suppressed: the company was closed'
    expect(await skippedOf(edition.id)).toMatchObject([
      { email: 'a@closed.example', reason: why },
      { email: 'b@mail.closed.example', reason: why },
      { email: 'single@closed.example', reason: 'suppressed: asked by phone' },
    ])
    const explained = await explainDelivery(context, room.digest, edition, 'a@closed.example')
    expect(explained.suppressed).toMatchObject({ domain: 'closed.example', reason: grounds.reason })
    const missed = async () =>
      Object.fromEntries(
        (await countMissed(context, commandActor, room.digest, edition)).map((one) => [
          one.reason,
          [one.count, one.safe.count],
        ]),
      )
    expect(await missed()).toMatchObject({ 'domain-suppressed': [2, 0], suppressed: [1, 0] })
    await liftDomain(context, 'closed.example', grounds)
    expect(await missed()).toMatchObject({ 'domain-suppressed': [2, 2], suppressed: [1, 0] })
    const suppressed = { ...allReaders(room.digest.id), state: 'suppressed' } as const
    const { rows } = await listReaders(context, commandActor, suppressed, { after: null, count: 9 })
    expect(rows.map(({ email }) => email)).toEqual(['single@closed.example'])
  })

  test('one added while an edition is being sent applies to each row that has not been sent', async () => {
    for (const email of ['a@x.example', 'b@closed.example', 'c@closed.example', 'd@x.example'])
      await room.reader(email)
    const edition = await room.sending()
    await suppressDomain(room.app.context, alone, grounds)
    await deliver(room.sendingTo(server.port), edition)
    expect(addresses()).toEqual(['a@x.example', 'd@x.example'])
    expect(server.dataBytes).toBe(server.mails.reduce((sum, { bytes }) => sum + bytes.length + 3, 0))
    expect(await skippedOf(edition.id)).toHaveLength(2)
  })

  test('one added while the server waits for the e-mail still prevents it', async () => {
    for (const email of ['a@x.example', 'b@closed.example']) await room.reader(email)
    const edition = await room.sending()
    const context = beforeBodies(room.sendingTo(server.port), async ({ to }, mark) => {
      if (to === 'b@closed.example') await suppressDomain(room.app.context, alone, grounds)
      return mark()
    })
    await deliver(context, edition)
    expect(addresses()).toEqual(['a@x.example'])
    expect(await skippedOf(edition.id)).toMatchObject([
      { reason: 'every address at closed.example is suppressed: the company was closed' },
    ])
  })

  test('hold back messages to readers, but none to the newsroom’s own people', async () => {
    const { context } = room.app
    const making = await openMailMaking(context, room.digest)
    const at = context.clock.now()
    const alert: MessageContent = { kind: 'alert', subject: 'A', lead: 'B', points: [], advice: 'C' }
    await context.store.transaction(async (tx) => {
      await writeMessage(tx, 'a@closed.example', farewellMail(making, { id: 1, addressChanges: 0 }, []), at)
      await writeMessage(tx, 'editor@closed.example', alert, at)
    })
    await suppressDomain(context, alone, grounds)
    await sendMessages(room.sendingTo(server.port))
    expect(addresses()).toEqual(['editor@closed.example'])
    expect(inWords(await context.store.messages.list(2))).toMatchObject([
      { status: 'sent' },
      {
        status: 'skipped',
        reason: 'every address at closed.example is suppressed: the company was closed',
      },
    ])
  })

  test('none of their readers is added, imported or restored', async () => {
    const { context } = room.app
    await room.reader('left@closed.example')
    await suppressDomain(context, whole, grounds)
    await expect(room.reader('new@mail.closed.example')).rejects.toThrow(
      'every address at closed.example is suppressed',
    )
    const list = 'email,agreed_on\nnew@closed.example,2025-01-01\nnew@x.example,2025-01-01\n'
    const imported = await bringIn(context, room.digest, list)
    expect(imported.counts).toMatchObject({ added: 1, suppressed: 1 })
    const [subscription] = await context.store.subscribers.byIds([1])
    expect(await resubscribe(context, subscription!, 'asked by phone', commandActor)).toMatchObject({
      ok: false,
      code: 'domain-is-suppressed',
    })
  })

  test('their readers are listed as suppressed, and as active once they are lifted', async () => {
    const { context } = room.app
    for (const email of ['a@closed.example', 'b@mail.closed.example', 'c@x.example']) await room.reader(email)
    await suppressDomain(context, whole, grounds)
    const listed = async (state: 'mailed' | 'suppressed') => {
      const filter = { ...allReaders(room.digest.id), state }
      const { rows } = await listReaders(context, commandActor, filter, { after: null, count: 9 })
      return rows.map(({ email, suppressed }) => [email, suppressed])
    }
    const why = `closed.example: ${grounds.reason}`
    expect(await listed('suppressed')).toEqual([
      ['a@closed.example', why],
      ['b@mail.closed.example', why],
    ])
    expect(await listed('mailed')).toEqual([['c@x.example', null]])
    const { audiences } = context.store
    const at = context.clock.now()
    expect(await audiences.countExpected(room.digest.id, 1, at)).toBe(1)
    expect((await audiences.choiceSets(room.digest.id, 1, at, 9)).readers).toBe(1)
    await liftDomain(context, 'closed.example', grounds)
    expect(await listed('suppressed')).toEqual([])
    expect(await audiences.countExpected(room.digest.id, 1, at)).toBe(3)
  })

  test('their history shows who suppressed and lifted them, with the notes', async () => {
    const { context } = room.app
    await suppressDomain(context, alone, { ...grounds, note: 'Bo called them.' })
    await addSuppressionNote(context, { domain: 'closed.example' }, 'They open again in May.', commandActor)
    await liftDomain(context, 'closed.example', { ...grounds, reason: 'open again' })
    const shown = await showDomain(context, 'closed.example', commandActor)
    expect(shown).toMatchObject({ rule: null, readers: 0 })
    const kinds = shown?.events.map((event) => (event.kind === 'change' ? event.action : event.kind))
    expect(kinds?.toSorted()).toEqual(['lift', 'note', 'note', 'suppress'])
  })

  test('an export contains them, and no field of it is a formula', async () => {
    const { context } = room.app
    await suppressDomain(context, whole, { ...grounds, reason: '=cmd|calc' })
    await room.reader('a@x.example')
    await suppressAddress(context, 'a@x.example', grounds)
    const file = (await Array.fromAsync(exportSuppressions(context, allSuppressions, commandActor))).join('')
    const [header, domain, address, end] = file.split('\r\n')
    expect(header).toBe('email,domain,subdomains,reason,suppressed_at,by,report,import,hash')
    expect(domain).toMatch(/^,closed\.example,yes,'=cmd\|calc,/)
    expect(address).toMatch(/^a@x\.example,,,the company was closed,2026-/)
    expect(end).toBe('')
  })
})
