import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { commandActor } from '../../src/core/entities/actor.ts'
import { openApp, type App } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Event } from '../../src/core/events.ts'
import type { Digest } from '../../src/core/entities/newsroom.ts'
import { signToken } from '../../src/core/token.ts'
import { addSubscriber } from '../../src/services/subscribers/add-subscriber.ts'
import { findDigest } from '../../src/services/newsroom/find-digest.ts'
import { importNewsroom } from '../../src/services/newsroom/files/import-newsroom.ts'
import { readNewsroom } from '../../src/services/newsroom/files/read-newsroom.ts'
import { buildWeb } from '../../src/web/build.ts'
import type { WebOptions } from '../../src/web/web-context.ts'
import { editorsSource, testPlatform } from '../platform.ts'
import { english } from '../../src/core/said/sentence.ts'

/** The pages of a newsroom in a temporary folder, under a path, without a socket. */
export interface TestPages {
  app: App
  web: FastifyInstance
  clock: { now(): Temporal.Instant; set(at: Temporal.Instant): void }
  /** The log. */
  events: Event[]
  /** Advances the clock. */
  wait(duration: Temporal.DurationLike): void
  close(): Promise<void>
}

const root = join(import.meta.dirname, '../..')
const publicUrl = 'http://127.0.0.1:8080/news/'
const templatesFolder = join(root, 'templates')

interface PagesOptions {
  mailbox?: WebOptions['mailbox']
  url?: string
  limits?: WebOptions['limits']
  trustedProxies?: string[]
  /** Settings in addition to those of the test. */
  env?: Record<string, string>
}

export async function testPages(options: PagesOptions = {}): Promise<TestPages> {
  const { mailbox = null, url = publicUrl, limits = {}, trustedProxies = ['loopback'] } = options
  const { env: more = {} } = options
  const folder = await mkdtemp(join(tmpdir(), 'daywire-web-'))
  let now = Temporal.Instant.from('2026-11-20T08:00Z')
  const clock = { now: () => now, set: (at: Temporal.Instant) => void (now = at) }
  const events: Event[] = []
  const env = {
    DAYWIRE_DATA: folder,
    DAYWIRE_PUBLIC_URL: url,
    DAYWIRE_DATABASE_URL: `sqlite:${folder}/daywire.db`,
    ...more,
  }
  const app = await openApp(
    readConfig(env, folder, () => ''),
    testPlatform(clock, { events: { emit: (event) => void events.push(event) } }),
  )
  const web = await buildWeb({
    context: app.context,
    mailbox,
    templatesDir: templatesFolder,
    trustedProxies,
    limits,
  })
  return {
    app,
    web,
    clock,
    events,
    wait(duration) {
      now = now.add(duration)
    },
    async close() {
      await web.close()
      await app.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** Sets the newsroom up with the sample's data, but with a folder of editors' files as its only source. */
export async function setUp({ app }: TestPages): Promise<Digest> {
  const seed = await readNewsroom(join(root, 'samples/newsroom.json'), join(root, 'subscribers/topics.json'))
  await importNewsroom(
    app.context,
    { ...seed, file: { ...seed.file, sources: [{ ...editorsSource, pictures: 'keep' }] } },
    commandActor,
  )
  await mkdir(join(app.context.settings.dataFolder, 'editors'))
  return findDigest(app.context, 'daily')
}

/** Writes an editors' file, which the next run collects. */
export async function writeStory(
  { app }: TestPages,
  id: string,
  front: string[],
  body: string,
): Promise<void> {
  const text = `---\n${front.join('\n')}\n---\n\n${body}\n`
  await writeFile(join(app.context.settings.dataFolder, 'editors', `${id}.md`), text)
}

/** Adds a reader, the first or the one of a number, and returns the token of their links. */
export async function reader({ app }: TestPages, digest: Digest, email: string, place = 1): Promise<string> {
  const person = { email, name: '', topics: ['nuclear', 'missiles'], days: [], hour: '', timeZone: '' }
  const added = await addSubscriber(app.context, digest, person, commandActor)
  if (!added.ok) throw new Error(english(added))
  return signToken(app.context.linkKeys, place)
}
