import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openApp, type App } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Digest } from '../../src/core/newsroom.ts'
import { addSubscriber, type NewSubscriber } from '../../src/services/subscribers/add-subscriber.ts'
import { findDigest } from '../../src/services/newsroom/find-digest.ts'
import { importNewsroom } from '../../src/services/newsroom/import-newsroom.ts'
import { sendDue } from '../../src/services/sending/send-due.ts'
import { sendMessages } from '../../src/services/sending/send-messages.ts'
import { tick } from '../../src/services/editions/tick.ts'
import { readNewsroom } from '../../src/services/newsroom/read-newsroom.ts'
import { silentProgress, systemRandom, systemResolver } from '../../src/system.ts'
import type { TestStore } from '../store/dialects.ts'

/** A whole newsroom over one store, with a clock that a test sets. */
export interface TestNewsroom {
  app: App
  digest: Digest
  clock: { now(): Temporal.Instant; set(at: string): void }
  /** Writes an editors' file, to be collected with the next run. */
  story(id: string, headline: string, topic: string, section?: 'news' | 'analysis'): Promise<void>
  reader(email: string, choices?: Partial<NewSubscriber>): Promise<void>
  /** Sets the clock and does what the scheduler does when it wakes then. */
  wake(at: string): Promise<void>
}

const root = join(import.meta.dirname, '../..')

/** Sets one up over a store of any dialect; `days` are the digest's ISO weekdays. */
export async function testNewsroom(
  home: TestStore,
  days: number[] = [1, 2, 3, 4, 5, 6, 7],
  publicUrl = 'http://127.0.0.1:8080/',
): Promise<TestNewsroom> {
  const { folder } = home
  let now = Temporal.Instant.from('2026-11-09T07:00Z')
  const clock = { now: () => now, set: (at: string) => void (now = Temporal.Instant.from(at)) }
  const config = readConfig(
    { DAYWIRE_DATA: folder, DAYWIRE_PUBLIC_URL: publicUrl, DAYWIRE_LOOPBACK_SOURCES: '1' },
    folder,
    () => '',
  )
  const app = await openApp(
    config,
    {
      clock,
      random: systemRandom,
      resolver: systemResolver,
      events: { emit: () => undefined },
      progress: silentProgress,
      templatesFolder: join(root, 'templates'),
      version: 'test',
    },
    { store: home.store },
  )
  await mkdir(join(folder, 'editors'))
  const seed = JSON.parse(await readFile(join(root, 'samples/newsroom.json'), 'utf8')) as {
    digests: { schedule: object }[]
  }
  const source = {
    name: 'Editors',
    kind: 'folder',
    location: 'editors',
    section: 'news',
    language: 'en',
    weight: 1,
    pictures: 'none',
    timeZone: null,
    options: {},
    rules: [],
  }
  const digests = seed.digests.map((digest) => ({ ...digest, schedule: { ...digest.schedule, days } }))
  await writeFile(join(folder, 'newsroom.json'), JSON.stringify({ ...seed, digests, sources: [source] }))
  const topics = join(root, 'subscribers/topics.json')
  await importNewsroom(app.house, await readNewsroom(join(folder, 'newsroom.json'), topics), 'test')
  const digest = await findDigest(app.house, 'daily')
  return {
    app,
    digest,
    clock,
    async story(id, headline, topic, section = 'news') {
      const front = [
        `headline: ${headline}`,
        `section: ${section}`,
        `topics: [${topic}]`,
        `date: ${now.toString()}`,
      ]
      const text = `---\n${front.join('\n')}\nsummary: What was said of ${headline}.\n---\n\nThe body of ${id}.\n`
      await writeFile(join(folder, 'editors', `${id}.md`), text)
    },
    async wake(at) {
      const { signal } = new AbortController()
      clock.set(at)
      await tick(app.house, signal)
      await sendMessages(app.house, signal)
      await sendDue(app.house, signal)
    },
    async reader(email, choices = {}) {
      const person = { email, name: '', topics: [], days: [], hour: '', timeZone: '', ...choices }
      const added = await addSubscriber(app.house, digest, person, 'test')
      if (!added.ok) throw new Error(added.reason)
    },
  }
}
