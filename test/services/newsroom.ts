import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { commandActor } from '../../src/core/entities/actor.ts'
import { openApp, type App } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Digest } from '../../src/core/entities/newsroom.ts'
import { addSubscriber, type NewSubscriber } from '../../src/services/subscribers/add-subscriber.ts'
import { findDigest } from '../../src/services/newsroom/find-digest.ts'
import { importNewsroom } from '../../src/services/newsroom/files/import-newsroom.ts'
import { sendDue } from '../../src/services/sending/delivery/send-due.ts'
import { sendMessages } from '../../src/services/sending/outbox/send-messages.ts'
import { startSending } from '../../src/services/sending/delivery/start-sending.ts'
import { approve } from '../../src/services/editions/approve.ts'
import { collect } from '../../src/services/collecting/reading/collect.ts'
import { collectDue } from '../../src/services/collecting/reading/collect-due.ts'
import type { Context } from '../../src/services/context.ts'
import { transportFromUrl } from '../../src/mail/outgoing/smtp.ts'
import type { OutgoingMail } from '../../src/mail/outgoing/transport.ts'
import type { Edition } from '../../src/core/entities/edition.ts'
import { catchUp, advanceEditions } from '../../src/services/editions/composing/advance-editions.ts'
import { readNewsroom, type NewsroomSeed } from '../../src/services/newsroom/files/read-newsroom.ts'
import { systemWait } from '../../src/system.ts'
import { newsroomFile, testPlatform } from '../platform.ts'
import { sharedThread } from '../sources/shared-thread.ts'
import type { TestStore } from '../store/dialects.ts'
import { english } from '../../src/core/said/sentence.ts'

/** A complete newsroom on one store, with a clock that a test sets. */
export interface TestNewsroom {
  app: App
  digest: Digest
  clock: { now(): Temporal.Instant; set(at: string): void }
  /** Writes an editors' file, which the next run collects. */
  story(id: string, headline: string, topic: string, section?: 'news' | 'analysis'): Promise<void>
  reader(email: string, choices?: Partial<NewSubscriber>): Promise<void>
  /** Sets the clock and does what the scheduler would then do. */
  wake(at: string): Promise<void>
  /** An edition of one story for the current readers, approved in the minute of its freeze. */
  approved(): Promise<Edition>
  /** The same, being sent, with each reader's row due. */
  sending(): Promise<Edition>
  edition(id: number): Promise<Edition>
  /** From now on the digest sends e-mails that may have arrived once more. */
  retryOnce(): Promise<void>
  /** The context with e-mails going to a server on this port, and other replacements. */
  sendingTo(port: number, own?: Partial<Context>): Context
  close(): Promise<void>
}

/** A clock that continues in real time from an instant. */
export function tickingFrom(begin: Temporal.Instant): { now(): Temporal.Instant } {
  const begun = Date.now()
  return { now: () => begin.add({ milliseconds: Date.now() - begun }) }
}

/** The context with an action on each e-mail before its body is sent, around the transition to in flight. */
export function beforeBodies(
  context: Context,
  work: (mail: OutgoingMail, mark: () => Promise<boolean>) => Promise<boolean>,
): Context {
  const transport = async () => {
    const real = await context.mail.transport()
    const open = async () => {
      const session = await real.open()
      const send = session.send.bind(session)
      session.send = (mail) => send({ ...mail, beforeBody: () => work(mail, mail.beforeBody) })
      return session
    }
    return { ...real, open }
  }
  return { ...context, mail: { ...context.mail, transport } }
}

const root = join(import.meta.dirname, '../..')

/** Cached by the digest's days: validating the lexicons takes longer than most tests. */
const seeds: Record<string, Promise<NewsroomSeed>> = {}

/** Sets one up on a store of any dialect; `days` are the digest's ISO weekdays, `env` more settings. */
export async function testNewsroom(
  home: TestStore,
  days: number[] = [1, 2, 3, 4, 5, 6, 7],
  publicUrl = 'http://127.0.0.1:8080/',
  env: Record<string, string> = {},
): Promise<TestNewsroom> {
  const { folder } = home
  let now = Temporal.Instant.from('2026-11-09T07:00Z')
  const clock = { now: () => now, set: (at: string) => void (now = Temporal.Instant.from(at)) }
  const config = readConfig(
    { DAYWIRE_DATA: folder, DAYWIRE_PUBLIC_URL: publicUrl, DAYWIRE_LOOPBACK_SOURCES: '1', ...env },
    folder,
    () => '',
  )
  const app = await openApp(
    config,
    testPlatform(clock, {
      // Waiting advances the clock.
      wait: async (ms, signal) => {
        if (!signal.aborted) now = now.add({ milliseconds: Math.ceil(ms) })
      },
    }),
    { store: home.store, thread: sharedThread() },
  )
  await mkdir(join(folder, 'editors'))
  const file = await newsroomFile<{ schedule: object }>((digest) => ({
    ...digest,
    schedule: { ...digest.schedule, days },
  }))
  await writeFile(join(folder, 'newsroom.json'), file)
  const topics = join(root, 'subscribers/topics.json')
  const seed = (seeds[days.join()] ??= readNewsroom(join(folder, 'newsroom.json'), topics))
  await importNewsroom(app.context, await seed, commandActor)
  const digest = await findDigest(app.context, 'daily')
  const { context } = app
  const room: TestNewsroom = {
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
      await collectDue(app.context, signal)
      await advanceEditions(app.context, signal)
      await catchUp(app.context, signal)
      await sendMessages(app.context, signal)
      await sendDue(app.context, signal)
    },
    async reader(email, choices = {}) {
      const person = { email, name: '', topics: [], days: [], hour: '', timeZone: '', ...choices }
      const added = await addSubscriber(app.context, digest, person, commandActor)
      if (!added.ok) throw new Error(english(added))
    },
    async approved() {
      await room.story('a', 'Seals counted in the hall', 'nuclear')
      clock.set('2026-11-09T08:00Z')
      await collect(context)
      await room.wake('2026-11-10T06:30:10Z')
      const draft = await home.store.editions.newestScheduled(digest.id)
      if (!draft) throw new Error('nothing was composed')
      await approve(context, draft, commandActor)
      return room.edition(draft.id)
    },
    async sending() {
      const edition = await room.approved()
      await startSending(context, edition, true)
      return room.edition(edition.id)
    },
    async edition(id) {
      const edition = await home.store.editions.byId(id)
      if (!edition) throw new Error('the edition is gone')
      return edition
    },
    async retryOnce() {
      await home.store.digests.put({ ...digest, unknowns: 'retry-once' }, now)
    },
    sendingTo(port, own = {}) {
      const transport = async () => transportFromUrl(`smtp://127.0.0.1:${port}`, { allowPlain: true })
      // A replaced clock advances by itself.
      const wait = own.clock ? systemWait : context.wait
      return { ...context, wait, mail: { ...context.mail, transport }, ...own }
    },
    async close() {
      await app.close()
      await home.drop()
    },
  }
  return room
}
