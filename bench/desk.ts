import Fastify from 'fastify'
import { commandActor } from '../src/core/entities/actor.ts'
import { includeStory } from '../src/services/editions/changing/stories/include-story.ts'
import { leaveOutStory } from '../src/services/editions/changing/stories/leave-out-story.ts'
import { inEdition } from '../src/services/editions/changing/make-change.ts'
import { moveStory } from '../src/services/editions/changing/stories/move-story.ts'
import { pinStory } from '../src/services/editions/changing/stories/pin-story.ts'
import { rewordStory } from '../src/services/editions/changing/stories/reword-story.ts'
import { openPreparedEditions } from '../src/services/editions/viewing/preview/prepared-editions.ts'
import { previewOf } from '../src/services/editions/viewing/preview/preview.ts'
import { dialects } from '../test/store/dialects.ts'
import { addBareRoute, openDeskDay, type DeskDayFixture } from './kit/desk-fixture.ts'
import { measurePages } from './kit/desk-pages.ts'
import { at, ms, timed } from './kit/timings.ts'

/**
 * Measures a change of an edition beside a bare route that commits one row, by turns; a preview beside joining and filling its e-mail; how
 * soon a preview shows a change; and the same of the day's page over HTTP, with an edition and before the freeze. On SQLite, and on
 * PostgreSQL if `DAYWIRE_TEST_POSTGRES_URL` names a server.
 *
 *   node bench/desk.ts [STORIES] [SUBSCRIBERS] [CHANGES] [PAGES]     (500, 100,000, 200 and 40 by default)
 */
const [stories = 500, readers = 100_000, changes = 200, pages = 40] = process.argv.slice(2).map(Number)

/** Each kind of change in turn, by name. */
async function kindsOf({ context, edition }: DeskDayFixture) {
  const carried = (await context.store.contents.items(edition.id)).map(({ storyId }) => storyId)
  const left = (await context.store.contents.outcomes(edition.id))
    .map(({ storyId }) => storyId)
    .filter((id) => !carried.includes(id))
  const basis = inEdition(edition)
  const story = (turn: number) => carried[1 + (turn % (carried.length - 1))] ?? 0
  const other = (turn: number) => left[turn % left.length] ?? 0
  const actor = commandActor
  const made = {
    move: (turn: number) =>
      moveStory(context, basis, { story: story(turn), to: { after: story(turn + 2) } }, actor),
    headline: (turn: number) =>
      rewordStory(
        context,
        basis,
        { story: story(turn), text: 'headline', words: `Headline number ${turn}`, of: 'edition' },
        actor,
      ),
    pin: (turn: number) =>
      pinStory(
        context,
        basis,
        { story: story(turn), pinned: Math.floor(turn / carried.length) % 2 === 0 },
        actor,
      ),
    include: (turn: number) => includeStory(context, basis, { story: other(turn), to: null }, actor),
    'leave out': (turn: number) => leaveOutStory(context, basis, { story: other(turn) }, actor),
  }
  return Object.entries(made)
}

async function measureChanges(day: DeskDayFixture, name: string): Promise<void> {
  const { context } = day
  const kinds = await kindsOf(day)
  const web = Fastify()
  web.post<{ Params: { kind: string; turn: string } }>('/change/:kind/:turn', async ({ params }) => {
    const [, change] = kinds[Number(params.kind)] ?? []
    const made = await change?.(Number(params.turn))
    if (!made?.ok) throw new Error(`the change was refused: ${made?.code}`)
    return made
  })
  addBareRoute(web, context)
  const url = await web.listen({ host: '127.0.0.1', port: 0 })
  const post = async (path: string) => {
    const answer = await fetch(url + path, { method: 'POST' })
    const body = await answer.text()
    if (answer.status !== 200) throw new Error(body)
  }
  const took = new Map<string, number[]>(kinds.map(([kind]) => [kind, []]))
  const bare: number[] = []
  for (let turn = 0; turn < changes + 20; turn++)
    for (const [index, [kind]] of kinds.entries()) {
      const change = await timed(() => post(`/change/${index}/${turn}`))
      const row = await timed(() => post('/row'))
      // The first changes of a process are slow.
      if (turn < 20) continue
      took.get(kind)?.push(change)
      bare.push(row)
    }
  await web.close()
  const one = at(bare, 0.95)
  for (const [kind, times] of took)
    console.log(
      `${name}, ${kind}: p95 ${ms(at(times, 0.95))}, median ${ms(at(times, 0.5))}; one row p95 ${ms(one)} (×${(at(times, 0.95) / one).toFixed(1)})`,
    )
}

type Prepared = Awaited<ReturnType<ReturnType<typeof openPreparedEditions>['of']>>

/** `variant` caches what it has joined. */
const joinedAnew = (prepared: Prepared, cut: Parameters<Prepared['variant']>[0]) =>
  prepared.withSubject(cut, (own) => own)

async function measurePreviews(day: DeskDayFixture, name: string): Promise<void> {
  const { context, room, edition } = day
  const editions = openPreparedEditions(context)
  const now = () => room.edition(edition.id)
  const show = async (topics: string[]) => {
    const prepared = await editions.of(await now())
    return (await previewOf(context, room.digest, prepared, { kind: 'topics', topics })).html()
  }
  const cold = await timed(() => show([]))
  const prepared = await editions.of(await now())
  const sets = Array.from({ length: 15 }, (_, set) =>
    ['nuclear', 'missiles', 'biological', 'terrorism'].filter((__, place) => ((set + 1) >> place) & 1),
  ).filter((topics) => prepared.cut({ topics }, null).ok)
  for (const set of sets) await show(set)
  const previews: number[] = []
  const joins: number[] = []
  for (let round = 0; round < 10; round++)
    for (const topics of sets) {
      previews.push(await timed(() => show(topics)))
      const cut = prepared.cut({ topics }, null)
      if (!cut.ok) throw new Error(cut.code)
      const to = { subscriberId: 0, email: 'reader@example.org', link: null }
      joins.push(await timed(() => prepared.mail(joinedAnew(prepared, cut), to)))
    }
  console.log(
    `${name}, a preview: p95 ${ms(at(previews, 0.95))}, median ${ms(at(previews, 0.5))}; joining and filling p95 ${ms(at(joins, 0.95))}, median ${ms(at(joins, 0.5))} (×${(at(previews, 0.5) / at(joins, 0.5)).toFixed(1)})`,
  )
  const [story] = await context.store.contents.items(edition.id)
  const after: number[] = []
  for (let turn = 0; turn < 20; turn++) {
    const words = `Shown as change ${turn}`
    after.push(
      await timed(async () => {
        const change = { story: story?.storyId ?? 0, text: 'headline', words, of: 'edition' } as const
        await rewordStory(context, inEdition(edition), change, commandActor)
        if (!(await show([])).includes(words)) throw new Error('the preview does not show the change')
      }),
    )
  }
  console.log(
    `${name}, a change until its preview shows: p95 ${ms(at(after, 0.95))}; the first of a process ${ms(cold)}`,
  )
}

for (const dialect of dialects) {
  const day = await openDeskDay(await dialect.open(), stories, readers)
  const name = `${dialect.name}, ${stories} stories, ${readers} subscribers`
  try {
    await measureChanges(day, name)
    await measurePreviews(day, name)
    await measurePages(day, name, pages)
  } finally {
    await day.drop()
  }
}
process.exit()
