import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, type Actor } from '../../../src/core/entities/actor.ts'
import type { Item } from '../../../src/core/entities/sheet.ts'
import { mark } from '../../../src/core/text/slots.ts'
import { encodePiece } from '../../../src/core/text/encode.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { checkEdition } from '../../../src/services/editions/checks/check-edition.ts'
import { english } from '../../../src/core/said/sentence.ts'
import { placeSaid } from '../../../src/services/editions/checks/place-said.ts'
import { renderBlocks } from '../../../src/services/editions/prepare-edition.ts'
import { sheetOf } from '../../../src/services/editions/composing/sheet.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { leftOut } from '../../../src/services/editions/viewing/stories/left-out.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import { findSubscription } from '../../../src/services/subscribers/find-subscription.ts'
import { suppressAddress } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import type { RelayCheck } from '../../../src/services/context.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const picture = {
  large: { src: 'media/0123456789abcdef0123456789abcdef', width: 1, height: 1 },
  thumb: { src: 'media/0123456789abcdef0123456789abcdef', width: 1, height: 1 },
  alt: 'A hall with seals',
  caption: null,
  credit: null,
}

const [sqlite, ...others] = dialects

let home: TestDatabase
let room: TestNewsroom
let draft: Edition
const context = () => room.app.context
const reread = () => room.edition(draft.id)

async function begin(dialect: (typeof dialects)[number]): Promise<void> {
  home = await dialect.open()
  room = await testNewsroom(home)
  await room.reader('ada@example.org')
  await room.reader('ben@example.org', { topics: ['missiles'] })
  await room.reader('cyn@example.org', { topics: ['missiles'] })
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.story('b', 'A second launcher is seen', 'missiles')
  await room.story('c', 'Inspectors come back', 'nuclear')
  const { id: _id, createdAt, ...traits } = room.digest
  await home.store.digests.put({ ...traits, approval: 'one' }, createdAt)
  draft = (await run(context(), { ...room.digest, approval: 'one' }, commandActor)).edition
}

const items = () => home.store.contents.items(draft.id)
const first = async (): Promise<Item> => (await items())[0]!
const alter = async (change: Partial<Item>): Promise<number> => {
  const item = await first()
  await home.store.contents.putItem(draft.id, { ...item, ...change })
  return item.storyId
}

/** The findings, as `check code where`; of one check if it is named. */
async function found(check?: string, own = {}): Promise<string[]> {
  const { results } = await checkEdition({ ...context(), ...own }, await reread())
  for (const result of results) expect(english(result)).not.toMatch(/[{}]|undefined|^[a-z-]+$/)
  return results
    .filter((result) => check === undefined || result.check === check)
    .map(({ code, place }) => `${code} ${english(placeSaid(place))}`)
}

/** Stores blocks of this revision with one of them changed. */
async function withBlock(key: string, html: string): Promise<void> {
  const blocks = await renderBlocks(context(), await sheetOf(context(), await reread()))
  const altered = blocks.map((block) =>
    block.key.startsWith(key) ? { ...block, html: block.html + html } : block,
  )
  await home.store.contents.putBlocks(draft.id, draft.revision, altered)
}

const relay = { isHere: false } as RelayCheck

describe(`checks on ${sqlite!.name}`, () => {
  beforeEach(() => begin(sqlite!))
  afterEach(() => room.close())

  test('a valid edition only has findings due to its readers’ choices', async () => {
    expect(await found()).toEqual(['variant-small e-mail with missiles'])
  })

  test('links and pictures in private networks block, and name their story', async () => {
    const id = await alter({
      link: 'http://192.168.0.7/a?b=1&c=2',
      also: [{ name: 'Wire', link: 'http://localhost:9/x' }],
      picture: { ...picture, large: { ...picture.large, src: 'http://10.0.0.1/a.png' } },
    })
    expect(await found('private-links')).toEqual([
      `link-private story ${id}, link`,
      `picture-private story ${id}, picture`,
      `link-private story ${id}, link`,
    ])
    const { results } = await checkEdition(context(), await reread())
    expect(results.map(({ params }) => params['url'])).toContain('http://192.168.0.7/a?b=1&c=2')
  })

  test('a public URL on this machine blocks once real e-mails are sent', async () => {
    const leaving = { mail: { ...context().mail, relays: [relay] } }
    expect(await found('private-links', leaving)).toEqual(['public-url-private links'])
  })

  test('forged, unfilled and missing slots block', async () => {
    await withBlock('story:', encodePiece(`<a href="https://a.example/${mark('unsubscribeUrl')}">x</a>`))
    const { storyId } = await first()
    expect(await found('marks')).toContain(`mark-forged story ${storyId}`)
  })

  test('a marker that nothing fills blocks', async () => {
    await withBlock('masthead', encodePiece('a \uF8F0 lone sign'))
    expect(await found('marks')).toEqual(['mark-unfilled block masthead'])
  })

  test('a footer without an unsubscribe link blocks', async () => {
    const blocks = await renderBlocks(context(), await sheetOf(context(), draft))
    const bare = blocks.map((block) =>
      block.key === 'footer'
        ? { ...block, text: block.text.replace('\u0001unsubscribeUrl\u0001', '') }
        : block,
    )
    await home.store.contents.putBlocks(draft.id, draft.revision, bare)
    expect(await found('marks')).toEqual(['mark-missing block footer'])
  })

  test('an e-mail over the size limit blocks, and nobody can waive it', async () => {
    await home.execute(`update editions set note = '${'Much to say. '.repeat(8000)}' where id = ${draft.id}`)
    expect(await found('size')).toEqual([
      'mail-too-large e-mail with all topics',
      'mail-too-large e-mail with missiles',
    ])
    const passes = [{ check: 'size', reason: 'it is a long day' }]
    await expect(approve(context(), await reread(), commandActor, { person: 'ada', passes })).rejects.toThrow(
      /cannot be waived/,
    )
  })

  test('an empty headline or a missing postal address blocks', async () => {
    const id = await alter({ headline: ' \u200B' })
    expect(await found('empty-subject')).toEqual([`headline-empty story ${id}, headline`])
    const newsroom = await home.store.newsroom.get()
    const leaving = { mail: { ...context().mail, relays: [relay] } }
    await home.store.newsroom.put({ ...newsroom!, address: 'CHANGE ME' })
    expect(await found('postal-address')).toEqual([])
    expect(await found('postal-address', leaving)).toEqual(['address-missing postal address'])
    await home.store.newsroom.put({ ...newsroom!, address: ' ' })
    expect(await found('postal-address')).toEqual(['address-missing postal address'])
  })

  test('news that was carried before blocks, except as an update', async () => {
    await approve(context(), draft, commandActor)
    await startSending(context(), await reread(), true)
    const item = await first()
    const next = await home.store.editions.create({
      digestId: draft.digestId,
      date: draft.date.add({ days: 1 }),
      number: 0,
      opensAt: draft.frozenAt,
      frozenAt: draft.frozenAt.add({ hours: 24 }),
      dueAt: draft.dueAt.add({ hours: 24 }),
      createdAt: draft.frozenAt.add({ hours: 24 }),
    })
    draft = next!
    await home.store.contents.putItems(draft.id, [item])
    expect(await found('repeats')).toEqual([`story-repeated story ${item.storyId}`])
    const follows = {
      kind: 'update',
      storyId: item.storyId,
      headline: 'x',
      on: draft.date,
      link: 'x',
    } as const
    await home.store.contents.putItem(draft.id, { ...item, follows })
    expect(await found('repeats')).toEqual([])
  })

  test('a story under embargo blocks until then, and nobody can waive it', async () => {
    const { storyId } = await first()
    const until = draft.dueAt.add({ hours: 2 })
    // Like an editor of another digest, who removes it only from their own edition.
    await home.execute(`update stories set embargo_until = ${until.epochMilliseconds} where id = ${storyId}`)
    expect(await found('embargo')).toEqual([`story-embargoed story ${storyId}`])
    const passes = [{ check: 'embargo', reason: 'they said so' }]
    await expect(approve(context(), await reread(), commandActor, { person: 'ada', passes })).rejects.toThrow(
      /cannot be waived/,
    )
    room.clock.set(until.toString())
    expect(await found('embargo')).toEqual([])
  })

  test('warnings of one story: its picture, summary and subject', async () => {
    const hash = await home.store.media.put(
      { bytes: Buffer.alloc(300_000), type: 'image/png', width: 1, height: 1 },
      draft.frozenAt,
    )
    const large = { ...picture.large, src: `media/${hash}` }
    const headline = `A headline that is far too long for any phone ${'and goes on '.repeat(3)}`
    const id = await alter({
      picture: { ...picture, large, alt: ' ' },
      summary: 'It was said that',
      headline,
    })
    expect(await found()).toEqual([
      'subject-long e-mail with all topics',
      `picture-without-text story ${id}, picture`,
      `picture-heavy story ${id}, picture`,
      `summary-cut-off story ${id}, summary`,
      'variant-small e-mail with missiles',
    ])
  })

  test('a subject of the last 14 days warns, whatever its quotes', async () => {
    const before = await home.store.editions.create({
      digestId: draft.digestId,
      date: draft.date.subtract({ days: 10 }),
      number: 0,
      opensAt: draft.frozenAt.subtract({ hours: 264 }),
      frozenAt: draft.frozenAt.subtract({ hours: 240 }),
      dueAt: draft.frozenAt.subtract({ hours: 240 }),
      createdAt: draft.frozenAt.subtract({ hours: 240 }),
    })
    const { headline } = await first()
    await home.store.editions.setSubject(before!.id, `“${headline}”`)
    expect(await found('subject-repeated')).toEqual(['subject-again e-mail with all topics'])
  })

  test('an edition with a blocking check is not approved; a chief editor waives it with a reason, for this revision', async () => {
    await alter({ link: 'http://192.168.0.7/' })
    const refused = await approve(context(), await reread(), commandActor)
    expect(refused).toMatchObject({ ok: false, blocking: [{ check: 'private-links' }] })
    expect(refused.ok || english(refused)).toContain('192.168.0.7')
    expect(await reread()).toMatchObject({ status: 'draft', approval: null })
    const passes = [{ check: 'private-links', reason: 'our readers are in that network' }]
    const editor: Actor = { kind: 'account', id: 1, grants: [{ role: 'editor', digest: 'all' }] }
    await expect(approve(context(), await reread(), editor, { person: 'Ed', passes })).rejects.toMatchObject({
      code: 'not-permitted',
    })
    await expect(
      approve(context(), await reread(), commandActor, {
        person: 'Ed',
        passes: [{ check: 'private-links', reason: ' ' }],
      }),
    ).rejects.toMatchObject({ code: 'bad-input' })
    expect(await approve(context(), await reread(), commandActor, { person: 'Chi', passes })).toMatchObject({
      ok: true,
    })
    const { passed } = await checkEdition(context(), await reread())
    expect(passed).toMatchObject([{ check: 'private-links', by: 'Chi', reason: passes[0]!.reason }])
  })

  test('with the rule auto a story with a blocking check is left out, with that reason', async () => {
    const { id: _id, createdAt, ...traits } = room.digest
    await home.store.digests.put({ ...traits, approval: 'auto' }, createdAt)
    const id = await alter({ link: 'http://192.168.0.7/' })
    await room.wake(draft.dueAt.add({ seconds: 5 }).toString())
    expect(await reread()).toMatchObject({ status: 'sent', revision: 2 })
    expect((await items()).map(({ storyId }) => storyId)).not.toContain(id)
    expect(await leftOut(context(), draft, 'check')).toMatchObject([
      { story: id, reason: { code: 'link-private', params: { url: 'http://192.168.0.7/' } } },
    ])
  })

  test('with the rule auto an error of the whole edition holds it, and alerts once', async () => {
    const { id: _id, createdAt, ...traits } = room.digest
    await home.store.digests.put({ ...traits, approval: 'auto' }, createdAt)
    await alter({ link: 'http://192.168.0.7/' })
    await home.store.newsroom.put({
      ...(await home.store.newsroom.get())!,
      address: '',
      alerts: ['desk@example.org'],
    })
    await room.wake(draft.dueAt.add({ seconds: 5 }).toString())
    await room.wake(draft.dueAt.add({ seconds: 65 }).toString())
    expect(await reread()).toMatchObject({ status: 'draft', revision: 1 })
    expect(await items()).toHaveLength(3)
    const messages = await home.store.messages.list(9)
    expect(messages.map(({ content }) => english(content.subject))).toEqual([
      expect.stringContaining('Held by a check'),
    ])
  })
})

describe.each([sqlite!, ...others])('sets of choices on $name', (dialect) => {
  beforeEach(() => begin(dialect))
  afterEach(() => room.close())

  test('are counted without readers who get no e-mail, and cut once', async () => {
    await room.reader('dan@example.org', { topics: ['nuclear', 'missiles'] })
    await room.reader('eve@example.org', { topics: ['missiles', 'nuclear'] })
    await room.reader('fay@example.org', { topics: ['cyber'], days: ['tue'] })
    await room.reader('gus@example.org', { topics: ['chemical'] })
    const { store } = home
    const { id } = await findSubscription(context(), room.digest, 'gus@example.org')
    await store.subscribers.pause(id, draft.dueAt.add({ hours: 99 }), 'away', draft.frozenAt)
    await room.reader('hal@example.org', { topics: ['terrorism'] })
    const grounds = { reason: 'asked by phone', actor: commandActor, dryRun: false }
    await suppressAddress(context(), 'hal@example.org', grounds)
    const { sets, readers } = await store.audiences.choiceSets(
      draft.digestId,
      draft.date.dayOfWeek,
      draft.frozenAt,
      99,
    )
    expect(readers).toBe(5)
    expect(sets.map(({ topics, readers: count }) => `${topics.join('+')} ${count}`).toSorted()).toEqual([
      ' 1',
      'missiles 2',
      'missiles+nuclear 1',
      'nuclear+missiles 1',
    ])
    const { results } = await checkEdition(context(), draft)
    expect(results.filter(({ check }) => check === 'small-variants').map(({ params }) => params)).toEqual([
      { topics: ['missiles'], readers: 2, count: 1 },
    ])
    const few = await store.audiences.choiceSets(draft.digestId, draft.date.dayOfWeek, draft.frozenAt, 1)
    expect(few).toMatchObject({ sets: [{ readers: 2 }], readers: 5 })
  })
})
