import { actorText } from '../../../src/core/entities/actor.ts'
import { commandActor } from '../../../src/core/entities/actor.ts'
import type { MadeChange } from '../../../src/core/entities/changes/change.ts'
import { keyText } from '../../../src/core/entities/changes/touch-key.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { compose } from '../../../src/services/editions/composing/compose.ts'
import { freePort } from '../../web/free-port.ts'
import { signedIn } from '../../web/signed-in.ts'
import { seeded } from '../chance.ts'
import { openInside, type Inside } from '../place/inside.ts'
import { bar, type Row } from '../report.ts'
import type { Suite } from '../suite.ts'
import { openEditor, type Answered } from './editor.ts'
import { operations } from './operations.ts'
import { startService } from './service.ts'
import { chain, compare } from './verdict.ts'

/** Concurrent forms per editor. */
const atOnce = 5
const stories = 14
/** Hours of the day on which everything happens. */
const [morning, sending] = [8, '20:00']

/**
 * Two editors change an edition and the following day over HTTP, ten forms at once, while `serve` is killed and started again. A form
 * without an answer is sent again unchanged. Each acknowledged change must be stored, in order, and none twice; refusals must show what was
 * typed.
 */
export const twoEditors: Suite = async ({ backend, points, recipients, seed, step }) => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/`
  const inside = await openInside(backend, 2, url)
  try {
    const edition = await openDay(inside)
    const { context } = inside.room.app
    const service = startService(inside.folder, {
      DAYWIRE_DATABASE_URL: inside.databaseUrl,
      DAYWIRE_DATA: inside.folder,
      DAYWIRE_SMTP_URL: inside.server.url,
      DAYWIRE_PUBLIC_URL: url,
      DAYWIRE_PORT: String(port),
    })
    const chance = seeded(seed)
    const cast = await castOf(inside, edition)
    const before = await stateOf(inside, edition, cast.stories)
    const accounts = [await signedIn(context, 'editor'), await signedIn(context, 'editor')]
    const desk = { service, chance, pageOf: (isWish: boolean) => pageOf(url, edition, isWish) }
    const editors = accounts.map((account) => openEditor(account, desk))
    const all = operations(recipients, chance, cast)
    const answered: Answered[] = []
    let killed = 0
    const kills: Promise<void>[] = []
    const lane = async (editor: number, queue: typeof all): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const one = await editors[editor]?.does(next)
        if (one) answered.push(one)
        if (killed < points && answered.length >= ((killed + 1) * recipients) / (points + 1)) {
          killed += 1
          kills.push(service.kill())
          step(killed, points)
        }
      }
    }
    await Promise.all(
      editors.flatMap((_, editor) => {
        const queue = all.filter((operation) => operation.editor === editor)
        return Array.from({ length: atOnce }, async () => lane(editor, queue))
      }),
    )
    await Promise.all(kills)
    const ended = await service.stop()
    const actors = accounts.map(({ actor }) => actorText(actor))
    const found = await judge(inside, { edition, answered, before, actors })
    const refused = answered.filter(({ outcome }) => outcome === 'refused')
    const hidden = refused.filter(({ showsTyped }) => !showsTyped)
    const answers = Map.groupBy(answered, ({ outcome }) => outcome)
    return {
      suite: 'two editors',
      backend: backend.name,
      points: killed,
      recipients,
      lost: found.lost,
      twice: found.twice,
      unknown: found.unknown,
      note: `seed ${seed}: ${[...answers].map(([outcome, of]) => `${of.length} ${outcome}`).join(', ')}; ${answered.filter(({ unanswered }) => unanswered > 0).length} sent again; unknown: made without an answer`,
      broken: [
        ...bar(found.lost === 0, `${found.lost} changes lost`),
        ...bar(found.twice === 0, `${found.twice} changes made twice`),
        ...bar(answered.length === recipients, `${answered.length} of ${recipients} forms were answered`),
        ...bar(hidden.length === 0, `${hidden.length} refusals did not show what was typed`),
        ...bar((answers.get('done')?.length ?? 0) > recipients / 3, 'hardly any change was made'),
        ...(answers.get('broken') ?? []).map(({ detail }) => detail).slice(0, 3),
        ...bar(ended.code === 0, `serve ended with ${ended.code}: ${ended.stderr}`),
        ...found.broken.slice(0, 5),
      ].map((what) => `${what} (seed ${seed})`),
    } satisfies Row
  } finally {
    await inside.drop()
  }
}

/** An edition of some stories, whose hour is far away, and as many stories for the following day. */
async function openDay({ room, store, news }: Inside): Promise<Edition> {
  const now = Temporal.Now.instant()
  room.clock.set(now.toString())
  const hour = now.toZonedDateTimeISO('UTC').hour
  // POSIX counts zones westwards.
  const west = hour - morning > 12 ? hour - morning - 24 : hour - morning
  const timeZone = `Etc/GMT${west < 0 ? '-' : '+'}${Math.abs(west)}`
  const schedule = { ...room.digest.schedule, timeZone, hour: sending, cutoff: '19:00' }
  await store.digests.put({ ...room.digest, approval: 'one', schedule }, now)
  for (let n = 0; n < stories; n += 1) await news()
  await collect(room.app.context)
  const at = now.toZonedDateTimeISO(timeZone)
  const date = at.toPlainDate()
  const dueAt = at.withPlainTime(sending).toInstant()
  const digest = (await store.digests.byKey(room.digest.key)) ?? room.digest
  const made = await compose(
    room.app.context,
    { digest, date, number: 0, frozenAt: now, dueAt },
    commandActor,
  )
  room.clock.set(now.add({ seconds: 1 }).toString())
  for (let n = 0; n < stories; n += 1) await news()
  await collect(room.app.context)
  room.clock.set(Temporal.Now.instant().toString())
  return made.edition
}

async function castOf({ store, room }: Inside, { id, frozenAt }: Edition) {
  const carried = (await store.contents.items(id)).map(({ storyId }) => storyId)
  const waiting = await store.stories.inWindow(frozenAt, Temporal.Now.instant().add({ hours: 1 }))
  return { stories: carried, waiting: waiting.map((story) => story.id), topics: room.digest.topics }
}

function pageOf(url: string, { date }: Edition, isWish: boolean): string {
  return `${url}desk/today/daily/${(isWish ? date.add({ days: 1 }) : date).toString()}`
}

/** The current values of everything that an edition's changes can touch. */
async function stateOf({ store }: Inside, { id }: Edition, storyIds: readonly number[]) {
  const scope = { kind: 'edition', id } as const
  const aspects = ['place', 'pin', 'topics', 'headline', 'summary', 'why', 'also']
  return store.changeValues.read([
    ...['note', 'hour'].map((aspect) => keyText({ scope, story: null, aspect })),
    ...storyIds.flatMap((story) => aspects.map((aspect) => keyText({ scope, story, aspect }))),
  ])
}

interface Judged {
  edition: Edition
  answered: readonly Answered[]
  before: Awaited<ReturnType<typeof stateOf>>
  actors: readonly string[]
}

async function judge({ store }: Inside, { edition, answered, before, actors }: Judged) {
  const { id, digestId, date } = edition
  const made = (
    await Promise.all([
      store.changes.ofDay(digestId, date, id),
      store.changes.ofDay(digestId, date.add({ days: 1 }), null),
    ])
  )
    .flat()
    .sort((a, b) => a.id - b.id)
  const keys = new Set([...before.keys(), ...made.flatMap(({ touches }) => touches.map(({ key }) => key))])
  const now = await store.changeValues.read([...keys])
  const { lost, twice, unknown, broken } = compare(answered, made, actors)
  const added = await addedTwice(store, answered)
  const ofEdition = made.filter(({ editionId }) => editionId === id)
  return {
    lost: lost + added.lost,
    twice: twice + added.twice,
    unknown,
    broken: [...broken, ...chain(made, before, now), ...(await revisions(store, edition, ofEdition))],
  }
}

/** Typed stories: each must exist once. */
async function addedTwice({ stories: all }: Inside['store'], answered: readonly Answered[]) {
  const found = { lost: 0, twice: 0 }
  for (const { operation, outcome, unanswered } of answered.filter(
    ({ operation: { kind } }) => kind === 'add',
  )) {
    const mark = /^words-\d+ of/.exec(operation.typed ?? '')?.[0] ?? ''
    const count = (await all.byHeadline(mark, 10)).length
    const isAcknowledged = outcome === 'done' || outcome === 'nothing'
    if (isAcknowledged && count === 0) found.lost += 1
    if (count > 1 || (!isAcknowledged && unanswered === 0 && count > 0)) found.twice += 1
  }
  return found
}

/** Each change of the edition made one revision, and nothing else did. */
async function revisions(store: Inside['store'], { id, revision }: Edition, made: readonly MadeChange[]) {
  const now = await store.editions.byId(id)
  const gaps = made.filter((change, index) => change.revision !== revision + index + 1)
  return [
    ...bar(gaps.length === 0, `${gaps.length} changes did not make the revision after the one before`),
    ...bar(
      now?.revision === revision + made.length,
      'the edition has another revision than its changes made',
    ),
  ]
}
