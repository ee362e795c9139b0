import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandActor } from '../../src/core/entities/actor.ts'
import type { Digest } from '../../src/core/entities/newsroom.ts'
import { admitSubscriber, checkSubscriber } from '../../src/services/subscribers/add-subscriber.ts'
import { approve } from '../../src/services/editions/approve.ts'
import { collect } from '../../src/services/collecting/reading/collect.ts'
import { compose } from '../../src/services/editions/composing/compose.ts'
import type { Context } from '../../src/services/context.ts'
import { startSending } from '../../src/services/sending/delivery/start-sending.ts'
import { suppressionKey } from '../../src/services/subscribers/suppression-key.ts'
import type { Edition } from '../../src/core/entities/edition.ts'
import { openStore } from '../../src/store/open.ts'
import { testNewsroom, type TestNewsroom } from '../../test/services/newsroom.ts'
import { english } from '../../src/core/said/sentence.ts'

/** A newsroom whose e-mails have about 60 KB, on a SQLite file that is synced at every commit. */
export interface DeliveryFixture {
  room: TestNewsroom
  /** The SQLite file. */
  file: string
  context: Context
  /** A new edition with open rows, due now. */
  edition(): Promise<Edition>
  drop(): Promise<void>
}

const nouns = ['seal', 'depot', 'reactor', 'silo', 'convoy', 'harbour', 'archive', 'panel', 'treaty', 'ferry']
const verbs = [
  'counts',
  'opens',
  'moves',
  'inspects',
  'closes',
  'returns',
  'questions',
  'finds',
  'signs',
  'maps',
]
const pick = (list: string[], seed: number) => list[Math.abs(seed) % list.length] ?? ''
export const sentence = (seed: number) =>
  `Team ${seed} ${pick(verbs, seed * 7)} the ${pick(nouns, seed * 3)} at site ${seed * 17} after the ${pick(nouns, seed * 5 + 1)} ${pick(verbs, seed * 11 + 2)} record ${seed * 29}.`
export const text = (seed: number, sentences: number) =>
  Array.from({ length: sentences }, (_, index) => sentence(seed * 31 + index * 101)).join(' ')

async function writeStories(folder: string, day: number, at: string): Promise<void> {
  const topics = ['nuclear', 'missiles', 'biological', 'terrorism']
  for (let index = 0; index < 30; index++) {
    const seed = day * 1000 + index
    const front = [
      `headline: "${sentence(seed).slice(0, -1)}"`,
      `topics: [${pick(topics, index)}]`,
      `date: ${at}`,
    ]
    const body = `---\n${front.join('\n')}\nsummary: "${text(seed, 4)}"\n---\n\n${text(seed + 1, 12)}\n`
    await writeFile(join(folder, 'editors', `d${day}n${index}.md`), body)
  }
}

export async function writeReaders(context: Context, digest: Digest, count: number): Promise<void> {
  const key = await suppressionKey(context)
  const sets = [
    [],
    ['nuclear'],
    ['nuclear', 'missiles'],
    ['biological', 'terrorism'],
    ['missiles', 'biological'],
  ]
  const at = context.clock.now()
  for (let start = 0; start < count; start += 5_000)
    await context.store.transaction(async (tx) => {
      for (let index = start; index < Math.min(start + 5_000, count); index++) {
        const email = `reader.number${index}@mail${index % 50}.example.org`
        const person = {
          email,
          name: '',
          topics: sets[index % sets.length] ?? [],
          days: [],
          hour: '',
          timeZone: '',
        }
        const checked = checkSubscriber(person, digest, key)
        if (!checked.ok) throw new Error(english(checked))
        await admitSubscriber(tx, digest, checked, at)
      }
    })
}

export async function openDeliveryFixture(readers: number): Promise<DeliveryFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-bench-'))
  const store = openStore(`sqlite:${join(folder, 'bench.db')}`, join(folder, 'media'))
  await store.migrate()
  const room = await testNewsroom({ store, folder, drop: async () => undefined })
  const { context } = room.app
  await writeReaders(context, room.digest, readers)
  let day = 0
  return {
    room,
    file: join(folder, 'bench.db'),
    context,
    async edition() {
      const date = Temporal.PlainDate.from('2026-11-10').add({ days: day++ })
      room.clock.set(`${date.toString()}T06:00Z`)
      await writeStories(folder, day, `${date.toString()}T05:00:00Z`)
      await collect(context)
      room.clock.set(`${date.toString()}T07:00Z`)
      const frozenAt = context.clock.now()
      const { edition } = await compose(
        context,
        { digest: room.digest, date, number: 0, frozenAt, dueAt: frozenAt },
        commandActor,
      )
      await approve(context, edition, commandActor)
      const approved = await store.editions.byId(edition.id)
      if (!approved) throw new Error('the edition is gone')
      await startSending(context, approved, true)
      const sending = await store.editions.byId(edition.id)
      if (!sending) throw new Error('the edition is gone')
      return sending
    },
    async drop() {
      await context.sources.close()
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}
