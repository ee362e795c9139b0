import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, systemActor } from '../../../src/core/entities/actor.ts'
import { returnPath } from '../../../src/core/return-path.ts'
import type { Context } from '../../../src/services/context.ts'
import { receiveMessage } from '../../../src/services/feedback/receive-message.ts'
import { downloadReport, showReport } from '../../../src/services/feedback/viewing/show-report.ts'
import { removeSubscriber } from '../../../src/services/subscribers/remove-subscriber.ts'
import { sendDue } from '../../../src/services/sending/delivery/send-due.ts'
import { notification } from '../../mail/incoming/support.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const bounceAddress = 'bounce@wire.example.org'
const reader = 'gone@example.com'
const kilobyte = 1024

describe.each(dialects)('stored reports, on $name', { timeout: 240_000 }, ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom
  let context: Context
  let server: ScriptedServer
  let path: string

  beforeEach(async () => {
    server = await startScriptedServer({})
    home = await open()
    room = await testNewsroom(home)
    const settings = { ...room.app.context.settings, bounceAddress }
    context = room.sendingTo(server.port, { settings })
    await room.reader(reader)
    const { id } = await room.sending()
    await sendDue(context, new AbortController().signal)
    path = returnPath(context.linkKeys, bounceAddress, { subscription: 1, edition: id })
  }, 240_000)
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  const about = (address: string) =>
    `Final-Recipient: rfc822; ${address}\r\nAction: failed\r\nStatus: 5.1.1\r\n`
  /** A report that returns an e-mail of this many bytes, which are not text. */
  const returning = (bytes: number, ...addresses: string[]) => {
    const [begin = '', end = ''] = notification(addresses.map(about)).toString().split('Today.\r\n')
    return Buffer.concat([Buffer.from(begin), Buffer.from([0, 0xff]), randomBytes(bytes), Buffer.from(end)])
  }
  const receive = (bytes: Buffer, envelope: string | null) =>
    receiveMessage(context, { bytes, envelope }, systemActor)
  const originals = () => home.rows('select feedback_id from feedback_originals order by feedback_id')

  test('one about our e-mail can be downloaded as it was sent, up to 256 KB; of others little is kept', async () => {
    const [small, large] = [returning(20 * kilobyte, reader), returning(400 * kilobyte, reader)]
    await receive(small, path)
    await receive(Buffer.from(large.toString('latin1').replace('<report-1@', '<report-2@'), 'latin1'), path)
    await receive(small, null)
    const brief = Buffer.from(
      notification([about(reader)])
        .toString()
        .replace('<report-1@', '<report-3@'),
    )
    await receive(brief, null)
    expect(await downloadReport(context, 1, commandActor)).toEqual(small)
    expect((await downloadReport(context, 2, commandActor)).length).toBe(256 * kilobyte)
    expect((await showReport(context, 2, commandActor)).report.size).toBe(large.length)
    expect(await downloadReport(context, 3, commandActor)).toEqual(small.subarray(0, 4 * kilobyte))
    // Its text contains every byte.
    expect(await downloadReport(context, 4, commandActor)).toEqual(brief)
    expect((await originals()).map((row) => Number(row['feedback_id']))).toEqual([1, 2, 3])
  })

  test('a few lines make few rows, including the reader of the e-mail', async () => {
    const others = Array.from({ length: 300 }, (_, at) => `r${at}@elsewhere.example`)
    const bytes = returning(100 * kilobyte, ...others, reader)
    const { outcomes, limits } = await receive(bytes, path)
    expect(outcomes).toEqual(['suppressed', ...Array.from({ length: 19 }, () => 'other-recipient')])
    expect(limits).toContain('recipients')
    const [{ bytes: kept } = {}] = await home.rows(
      'select sum(length(message)) + (select sum(length(bytes)) from feedback_originals) as bytes from feedback',
    )
    expect(Number(kept)).toBeLessThan(2 * bytes.length)
    expect((await receive(bytes, path)).outcomes).toEqual(Array.from({ length: 20 }, () => null))
  })

  test('however many strangers send, little is stored of them, and everything of ours', async () => {
    const until = context.clock.now().epochMilliseconds + 24 * 3_600_000
    for (const key of ['stray-reports', 'replies:texts'])
      await home.execute(`insert into allowances (key, spent_until) values ('${key}', ${until})`)
    const stray = Buffer.from(
      notification([about('x@y.example')])
        .toString()
        .replace('<report-1@', '<report-2@'),
    )
    await receive(stray, null)
    await receive(Buffer.from(`From: x@y.example\r\nSubject: Hello\r\n\r\n${'a word '.repeat(1000)}`), null)
    await receive(returning(20 * kilobyte, reader), path)
    expect(await home.rows('select length(message) as kept, outcome from feedback order by id')).toEqual([
      { kept: 0, outcome: 'unmatched' },
      { kept: 0, outcome: 'reply' },
      { kept: expect.toSatisfy((kept) => Number(kept) > 4 * kilobyte) as unknown, outcome: 'suppressed' },
    ])
    expect(await home.rows('select length(body) as kept from replies')).toEqual([{ kept: 500 }])
    expect((await originals()).map((row) => Number(row['feedback_id']))).toEqual([3])
  })

  test('nothing remains when its reader is erased, or when it is old', async () => {
    const bytes = returning(20 * kilobyte, reader)
    await receive(bytes, path)
    await receive(Buffer.from(bytes.toString('latin1').replace('<report-1@', '<report-2@'), 'latin1'), null)
    expect(await originals()).toHaveLength(2)
    await context.store.feedback.deleteBefore(context.clock.now().add({ hours: 1 }), 100)
    // One is the reason for the suppression of the address.
    expect(await originals()).toHaveLength(1)
    await removeSubscriber(
      context,
      room.digest,
      reader,
      { erase: true, suppress: null, dryRun: false },
      commandActor,
    )
    expect(await originals()).toEqual([])
  })
})
