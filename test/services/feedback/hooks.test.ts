import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { hookServices } from '../../../src/core/entities/feedback/hook-service.ts'
import { openHooks } from '../../../src/mail/hooks/open-hooks.ts'
import type { Context } from '../../../src/services/context.ts'
import { listFeedback } from '../../../src/services/feedback/viewing/list-feedback.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { compose } from '../../../src/services/editions/composing/compose.ts'
import { explainDelivery } from '../../../src/services/sending/delivery/explain-delivery.ts'
import { sendDue } from '../../../src/services/sending/delivery/send-due.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import { findSuppression } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { findSubscription } from '../../../src/services/subscribers/find-subscription.ts'
import { buildWeb } from '../../../src/web/build.ts'
import { english } from '../../../src/core/said/sentence.ts'
import {
  certificate,
  certificateUrl,
  mailgun,
  mailgunFailure,
  mailgunKey,
  otherSendgridKey,
  postmark,
  postmarkBounce,
  postmarkLogin,
  sendgrid,
  sendgridBounce,
  sendgridKeys,
  sesBounce,
  sesMail,
  sns,
  topic,
  topicArn,
  type Posted,
} from '../../mail/hooks/support.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const templatesDir = join(import.meta.dirname, '../../../templates')
const names = ['ses', 'sendgrid', 'mailgun', 'postmark', 'forged', 'late', 'once', 'left', 'arrived', 'batch']
/** A key for which SNS has no certificate. */
const generatedKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const all = { kind: null, outcome: null, count: 100 }

describe.each(dialects)('reports of services by HTTP, on $name', { timeout: 240_000 }, ({ open }) => {
  let room: TestNewsroom
  let context: Context
  let web: FastifyInstance
  let server: ScriptedServer
  /** Tags by address, as in the e-mails sent, and those of the edition before. */
  let tags: Map<string, string>
  let earlier: Map<string, string>
  const fetched: string[] = []
  /** The responses of the network, by address. */
  const net = new Map<string, Buffer>([[certificateUrl, certificate]])

  beforeAll(async () => {
    server = await startScriptedServer({})
    room = await testNewsroom(await open())
    const { settings, clock } = room.app.context
    const fetch = async (address: string) => {
      fetched.push(address)
      return net.get(address) ?? null
    }
    const hooks = openHooks(
      {
        ses: topic(),
        sendgrid: sendgridKeys.publicKey,
        mailgun: mailgunKey,
        postmark: { login: postmarkLogin, secret: null },
      },
      { fetch, clock },
    )
    context = room.sendingTo(server.port, { hooks, settings: { ...settings, hooks: [...hookServices] } })
    web = await buildWeb({ context, mailbox: null, templatesDir, trustedProxies: [] })
    for (const name of names) await room.reader(`${name}@example.com`)
    room.clock.set('2026-11-10T07:00Z')
    earlier = await send()
    room.clock.set('2026-11-17T07:00Z')
    tags = await send()
  }, 240_000)
  beforeEach(() => room.clock.set('2026-11-17T08:00Z'))
  afterAll(async () => {
    await web.close()
    await server.close()
    await room.close()
  })

  let editions = 0
  /** Another edition, sent to the current readers. */
  const send = async (): Promise<Map<string, string>> => {
    editions += 1
    const from = server.mails.length
    await room.story(
      `s${editions}`,
      ['Seals counted', 'Inspectors travel', 'Talks resume'][editions % 3] ?? '',
      'nuclear',
    )
    await collect(context)
    const now = context.clock.now()
    const when = {
      digest: room.digest,
      date: Temporal.PlainDate.from('2026-11-10'),
      number: editions,
      frozenAt: now,
      dueAt: now,
    }
    const { edition } = await compose(context, when, commandActor)
    await approve(context, edition, commandActor)
    await startSending(context, edition, true)
    await sendDue(context, new AbortController().signal)
    return new Map(
      server.mails
        .slice(from)
        .map(({ to, bytes }) => [to, /^X-PM-Metadata-daywire: (\S+)\r$/m.exec(bytes.toString())?.[1] ?? '']),
    )
  }
  const tagOf = (email: string) => tags.get(email) ?? ''
  const post = async ({ service, body, headers }: Posted): Promise<number> =>
    (await web.inject({ method: 'POST', url: `/hooks/${service}`, payload: body, headers })).statusCode
  const now = () => context.clock.now()
  const suppressed = async (email: string) =>
    (await findSuppression(context, email)).suppression?.reason ?? null
  const outcomes = async (count = 1) =>
    (await listFeedback(context, { ...all, count }, commandActor)).map(({ outcome }) => outcome)

  test('each e-mail carries its tag for each service, and each is unique', () => {
    const texts = server.mails.slice(-names.length).map(({ bytes }) => bytes.toString())
    for (const text of texts) {
      const tag = /^X-PM-Metadata-daywire: ([a-z2-7]{36})\r$/m.exec(text)?.[1] ?? 'none'
      expect(text).toContain(`\r\nX-SES-MESSAGE-TAGS: daywire=${tag}\r\n`)
      expect(text).toContain(`\r\nX-SMTPAPI: {"unique_args":{"daywire":"${tag}"}}\r\n`)
      expect(text).toContain(`\r\nX-Mailgun-Variables: {"daywire":"${tag}"}\r\n`)
    }
    expect(new Set([...tags.values(), ...earlier.values()]).size).toBe(2 * names.length)
  })

  test('a bounce that a service reports suppresses the address, once', async () => {
    const by: Record<string, () => Posted> = {
      ses: () => sns(sesBounce('ses@example.com', tagOf('ses@example.com')), now()),
      sendgrid: () =>
        sendgrid([sendgridBounce('sendgrid@example.com', tagOf('sendgrid@example.com'))], now()),
      mailgun: () => mailgun(mailgunFailure('mailgun@example.com', tagOf('mailgun@example.com')), now()),
      postmark: () => postmark(postmarkBounce('postmark@example.com', tagOf('postmark@example.com'))),
    }
    for (const [name, posted] of Object.entries(by)) {
      expect(await post(posted()), name).toBe(200)
      expect(await suppressed(`${name}@example.com`), name).toMatch(/5\.1\.1/)
      const before = (await outcomes(100)).length
      room.clock.set('2026-11-17T08:01Z')
      // The same again, newly signed.
      expect(await post(posted()), name).toBe(200)
      expect(await outcomes(100), name).toHaveLength(before)
    }
  })

  test('an unauthenticated report changes nothing', async () => {
    const email = 'forged@example.com'
    const tag = tagOf(email)
    const before = await outcomes(100)
    const signed = sendgrid([sendgridBounce(email, tag)], now())
    const posted: Posted[] = [
      { ...signed, headers: { 'content-type': 'application/json' } },
      { ...signed, body: `${signed.body} ` },
      sendgrid([sendgridBounce(email, tag)], now(), otherSendgridKey),
      sendgrid([sendgridBounce(email, tag)], now().add({ minutes: 6 })),
      mailgun(mailgunFailure(email, tag), now(), { key: 'another-key-of-mailgun' }),
      postmark(postmarkBounce(email, tag), 'daywire:another-password'),
      { ...postmark(postmarkBounce(email, tag)), headers: {} },
      sns(sesBounce(email, tag), now(), { TopicArn: topicArn.replace('daywire', 'other') }),
      sns(sesBounce(email, tag), now(), {}, generatedKey()),
      sns(sesBounce(email, tag), now(), {
        SigningCertURL: certificateUrl.replace('.com/', '.com.example.org/'),
      }),
      sns(sesBounce(email, tag), now(), { SigningCertURL: certificateUrl.replace('https', 'http') }),
      sns(sesBounce(email, tag), now(), {
        SigningCertURL: certificateUrl.replace('eu-central-1', 'us-east-1'),
      }),
      sns(sesBounce(email, tag), now(), { SigningCertURL: `${certificateUrl}?a=b` }),
      sns(sesBounce(email, tag), now(), { SigningCertURL: `${certificateUrl}#a` }),
    ]
    for (const [at, one] of posted.entries()) expect(await post(one), String(at)).toBe(403)
    expect(await suppressed(email)).toBeNull()
    expect(await outcomes(100)).toEqual(before)
    expect(fetched.every((address) => address === certificateUrl)).toBe(true)
  })

  test('without the tag of the e-mail to that reader, nothing is suppressed', async () => {
    const email = 'forged@example.com'
    const tag = tagOf(email)
    const wrong = tag.replace(/^./, (first) => (first === 'a' ? 'b' : 'a'))
    expect(await post(sendgrid([sendgridBounce(email, '')], now()))).toBe(200)
    expect(await outcomes()).toEqual(['unmatched'])
    expect(await post(sendgrid([sendgridBounce(email, wrong)], now()))).toBe(200)
    expect(await outcomes()).toEqual(['unmatched'])
    expect(await post(sendgrid([sendgridBounce(email, tagOf('late@example.com'))], now()))).toBe(200)
    expect(await outcomes()).toEqual(['other-recipient'])
    room.clock.set('2026-11-25T08:00Z')
    expect(await post(sendgrid([sendgridBounce(email, earlier.get(email) ?? '')], now()))).toBe(200)
    expect(await outcomes()).toEqual(['old'])
    expect(await suppressed(email)).toBeNull()
    expect(await suppressed('late@example.com')).toBeNull()
  })

  test('a report signed more than five minutes ago is only listed', async () => {
    const email = 'late@example.com'
    const tag = tagOf(email)
    const old = now().subtract({ minutes: 5, seconds: 1 })
    for (const posted of [
      sendgrid([sendgridBounce(email, tag)], old),
      mailgun(mailgunFailure(email, tag), old),
      sns(sesBounce(email, tag), old),
    ]) {
      expect(await post(posted)).toBe(200)
      expect(await outcomes()).toEqual(['late'])
      const count = (await outcomes(100)).length
      expect(await post(posted)).toBe(200)
      expect(await outcomes(100)).toHaveLength(count)
    }
    expect(await suppressed(email)).toBeNull()
  })

  test('a token of Mailgun is valid for one body only', async () => {
    const first = mailgun({ event: 'opened', id: 'o' }, now(), { token: 'seen' })
    expect(await post(first)).toBe(200)
    expect(await post(first)).toBe(200)
    const email = 'once@example.com'
    expect(await post(mailgun(mailgunFailure(email, tagOf(email)), now(), { token: 'seen' }))).toBe(403)
    expect(await suppressed(email)).toBeNull()
  })

  test('a complaint suppresses; a delay, an automatic reply and a refusal by the service do not', async () => {
    const email = 'once@example.com'
    const tag = tagOf(email)
    const post1 = async (...events: object[]) => {
      expect(await post(sendgrid(events, now()))).toBe(200)
      return (await outcomes(events.length)).toReversed()
    }
    expect(
      await post1(
        sendgridBounce(email, tag, { event: 'deferred', response: '451 4.7.1 Try again later', status: '' }),
        sendgridBounce(email, tag, { event: 'dropped', reason: 'Spam Content', type: '' }),
      ),
    ).toEqual(['noted', 'ours'])
    // Deferred again: the same.
    const count = (await outcomes(100)).length
    expect(
      await post(
        sendgrid([sendgridBounce(email, tag, { event: 'deferred', timestamp: 7, sg_event_id: 'b' })], now()),
      ),
    ).toBe(200)
    expect(await outcomes(100)).toHaveLength(count)
    expect(await post(postmark(postmarkBounce(email, tag, { Type: 'AutoResponder', ID: 7 })))).toBe(200)
    expect(await outcomes()).toEqual(['noted'])
    expect(await suppressed(email)).toBeNull()
    expect(await post1(sendgridBounce(email, tag, { event: 'spamreport' }))).toEqual(['suppressed'])
    expect(await suppressed(email)).toBe('complaint: abuse')
  })

  test('a mixed batch, split and out of order, counts once', async () => {
    const email = 'batch@example.com'
    const tag = tagOf(email)
    const events = [
      { event: 'open', email, timestamp: 1 },
      { no: 'event' },
      sendgridBounce(email, tag, { event: 'deferred' }),
      sendgridBounce(email, tag),
    ]
    const before = (await outcomes(100)).length
    expect(await post(sendgrid(events.slice(3), now()))).toBe(200)
    expect(await post(sendgrid(events.toReversed(), now()))).toBe(200)
    expect(await post(sendgrid(events, now()))).toBe(200)
    expect((await outcomes(100)).length - before).toBe(2)
    expect((await outcomes(2)).toSorted()).toEqual(['noted', 'suppressed'])
    expect(
      await post(
        sendgrid(
          Array.from({ length: 5001 }, () => ({})),
          now(),
        ),
      ),
    ).toBe(413)
    expect(await post({ ...sendgrid([], now()), body: 'x'.repeat(1024 * 1024 + 1) })).toBe(413)
    expect(await post({ ...mailgun({}, now()), body: '{' })).toBe(400)
    expect(await post(sns('x', now(), { SignatureVersion: '3' }))).toBe(400)
    const deep = postmark(postmarkBounce(email, tag))
    expect(
      await post({
        ...deep,
        body: deep.body.replace('"ID":', `"X":${'['.repeat(9e4)}${']'.repeat(9e4)},"ID":`),
      }),
    ).toBe(400)
  })

  test('the service’s own unsubscribe link ends the subscription, as the reader’s own choice', async () => {
    const email = 'left@example.com'
    const event = {
      RecordType: 'SubscriptionChange',
      Recipient: email,
      Origin: 'Recipient',
      SuppressSending: true,
    }
    const change = {
      SuppressionReason: 'ManualSuppression',
      MessageID: 'm',
      ChangedAt: '2026-11-17T08:00:00Z',
    }
    const Metadata = { daywire: tagOf(email) }
    expect(
      await post(postmark({ ...event, ...change, Metadata: { daywire: tagOf('arrived@example.com') } })),
    ).toBe(200)
    expect(await outcomes()).toEqual(['other-recipient'])
    expect(await post(postmark({ ...event, ...change, Metadata }))).toBe(200)
    expect(await outcomes()).toEqual(['unsubscribed'])
    expect((await findSubscription(context, room.digest, email)).status).toBe('unsubscribed')
    expect(await suppressed(email)).toBeNull()
  })

  test('a delivery is recorded, and is not a report', async () => {
    const email = 'arrived@example.com'
    const tag = tagOf(email)
    const count = (await outcomes(100)).length
    const delivery = { eventType: 'Delivery', delivery: { recipients: [email] }, mail: sesMail(email, tag) }
    expect(await post(sns(JSON.stringify(delivery), now()))).toBe(200)
    room.clock.set('2026-11-17T08:03Z')
    expect(await post(sendgrid([sendgridBounce(email, tag, { event: 'delivered' })], now()))).toBe(200)
    expect(await outcomes(100)).toHaveLength(count)
    const { subscriberId } = await findSubscription(context, room.digest, email)
    const edition = await context.store.editions.newestScheduled(room.digest.id)
    const rows = await context.store.deliveries.of(edition?.id ?? 2, subscriberId)
    expect(rows?.deliveredAt?.toString()).toBe('2026-11-17T08:00:00Z')
  })

  test('only a subscription for the topic of this installation is confirmed', async () => {
    const url = (arn: string) =>
      `https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${arn}&Token=t`
    const confirm = (SubscribeURL: string) =>
      sns('You have chosen to subscribe', now(), {
        Type: 'SubscriptionConfirmation',
        Token: 't',
        SubscribeURL,
      })
    fetched.length = 0
    expect(await post(confirm(url(`${topicArn}-other`)))).toBe(403)
    expect(await post(confirm(url(topicArn).replace('amazonaws.com', 'example.org')))).toBe(403)
    expect(fetched).toEqual([])
    // It is unavailable now: SNS retries.
    expect(await post(confirm(url(topicArn)))).toBe(503)
    net.set(url(topicArn), Buffer.from('<ConfirmSubscriptionResponse/>'))
    expect(await post(confirm(url(topicArn)))).toBe(200)
    expect(fetched).toEqual([url(topicArn), url(topicArn)])
    const ended = { Type: 'UnsubscribeConfirmation', Token: 't', SubscribeURL: url(topicArn) }
    expect(await post(sns('You have chosen to deactivate', now(), ended))).toBe(200)
    expect(fetched).toHaveLength(2)
  })

  test('version 1 of the signature is also accepted', async () => {
    const email = 'ses@example.com'
    const posted = sns(sesBounce(email, tagOf(email)), now(), {
      SignatureVersion: '1',
      Subject: 'Amazon SES',
    })
    expect(await post(posted)).toBe(200)
    expect(await post({ ...posted, body: posted.body.replace('"1"', '"2"') })).toBe(403)
  })

  test('no cookie is set, and a client with repeated unauthenticated requests is limited, but authenticated ones are not', async () => {
    const body = '{}'
    const answers = []
    for (let at = 0; at < 40; at += 1)
      answers.push(await web.inject({ method: 'POST', url: '/hooks/postmark', payload: body }))
    expect(answers.every(({ headers }) => headers['set-cookie'] === undefined)).toBe(true)
    expect(answers[0]).toMatchObject({ statusCode: expect.toBeOneOf([403, 429]) as number })
    expect(answers.at(-1)).toMatchObject({ statusCode: 429 })
    expect(answers.at(-1)?.headers['retry-after']).toMatch(/^\d+$/)
    expect(await post(postmark({ RecordType: 'Open' }))).toBe(200)
  })

  test('the next edition skips readers who bounced or complained, with the reason', async () => {
    room.clock.set('2026-11-18T07:00Z')
    const next = await send()
    expect([...next.keys()].toSorted()).toEqual([
      'arrived@example.com',
      'forged@example.com',
      'late@example.com',
    ])
    const edition = await context.store.editions.byId(3)
    if (!edition) throw new Error('there is no third edition')
    const why = async (name: string) =>
      english((await explainDelivery(context, room.digest, edition, `${name}@example.com`)).why)
    for (const name of ['ses', 'sendgrid', 'mailgun', 'postmark', 'batch'])
      expect(await why(name), name).toContain('5.1.1')
    expect(await why('once')).toContain('complaint: abuse')
    expect(await why('left')).toContain('unsubscribed')
  })
})

describe('services that are not configured', () => {
  test('are not found', async () => {
    const [dialect] = dialects
    if (!dialect) throw new Error('there is no dialect')
    const room = await testNewsroom(await dialect.open())
    const web = await buildWeb({ context: room.app.context, mailbox: null, templatesDir, trustedProxies: [] })
    try {
      for (const url of ['/hooks/ses', '/hooks/sendgrid', '/hooks/postmark', '/hooks/other', '/hooks'])
        for (const method of ['POST', 'GET', 'PUT'] as const)
          expect((await web.inject({ method, url, payload: 'x' })).statusCode, `${method} ${url}`).toBe(404)
    } finally {
      await web.close()
      await room.close()
    }
  })
})
