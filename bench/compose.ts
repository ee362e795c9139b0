import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { commandActor } from '../src/core/entities/actor.ts'
import { openCurator } from '../src/services/editions/composing/curator.ts'
import { compose } from '../src/services/editions/composing/compose.ts'
import { importNewsroom } from '../src/services/newsroom/files/import-newsroom.ts'
import { readNewsroom } from '../src/services/newsroom/files/read-newsroom.ts'
import { openStore } from '../src/store/open.ts'

/** Measures composing with many stories, and how long it blocks pages and e-mails meanwhile: `node bench/compose.ts [STORIES]`. */
const count = Number(process.argv[2] ?? 10_000)
const root = join(import.meta.dirname, '..')
const folder = await mkdtemp(join(tmpdir(), 'daywire-bench-'))
const store = openStore(`sqlite:${join(folder, 'bench.db')}`, join(folder, 'media'))
const frozenAt = Temporal.Instant.from('2026-11-10T06:30Z')
const clock = { now: () => frozenAt }

// Pseudo-random, and the same in every run.
let state = 1
const word = (words: string[]): string => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
  return words[state % words.length] ?? ''
}
const words =
  'reactor seals inspectors missile launch test harbour council river minister treaty vaccine grain rail strike festival school tower accord survey convoy court enrichment uranium laboratory patrol ship radar satellite bridge'.split(
    ' ',
  )
const text = (length: number): string => Array.from({ length }, () => word(words)).join(' ')

try {
  await store.migrate()
  const seed = await readNewsroom(join(root, 'newsroom.json'), join(root, 'subscribers/topics.json'))
  await importNewsroom({ store, clock }, seed, commandActor)
  const source = {
    name: 'Wire',
    kind: 'feed',
    location: 'https://wire.example.org/',
    section: 'news',
    language: 'en',
    weight: 1,
    pictures: 'none',
    timeZone: null,
    options: {},
    rules: [],
  } as const
  await store.sources.put({ ...source, rules: [] }, frozenAt)
  const sourceId = (await store.sources.byName('Wire'))?.id ?? 0
  await store.transaction(async (tx) => {
    for (let n = 0; n < count; n++) {
      const at = frozenAt.subtract({ minutes: n % 1_400 })
      const item = {
        id: `${n}`,
        link: `https://wire.example.org/${n}`,
        headline: text(8),
        byline: null,
        summary: text(40),
        html: `<p>${text(300)}</p>`,
        date: at,
        dateFrom: 'published' as const,
        image: null,
        topics: [],
        countries: [],
        categories: [],
        section: null,
        own: false,
        position: 0,
        fingerprint: null,
      }
      const story = { item, canonicalLink: item.link, section: 'news' as const, language: 'en' }
      await tx.stories.admit(sourceId, { ...story, picture: null, slug: null }, at)
    }
  })
  const [digest] = await store.digests.list()
  if (!digest) throw new Error('the newsroom has no digest')
  const curator = openCurator()
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const begun = performance.now()
  const date = Temporal.PlainDate.from('2026-11-10')
  const { edition } = await compose(
    { store, clock, curator },
    { digest, date, number: 0, frozenAt, dueAt: frozenAt },
    commandActor,
  )
  const took = performance.now() - begun
  delay.disable()
  await curator.close()
  const outcomes = await store.contents.outcomes(edition.id)
  console.log(`${outcomes.length} stories composed in ${Math.round(took)} ms`)
  console.log(
    `the event loop was held up for ${Math.round(delay.max / 1e6)} ms at most, ${Math.round(delay.percentile(99) / 1e6)} ms at the 99th percentile`,
  )
} finally {
  await store.close()
  await rm(folder, { recursive: true })
}
