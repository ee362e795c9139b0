import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandActor } from '../../src/core/entities/actor.ts'
import { openApp, type App } from '../../src/app.ts'
import { serveSamples } from '../../src/cli/demo/sample-server.ts'
import { setUpSamples } from '../../src/cli/demo/sample-newsroom.ts'
import { readConfig } from '../../src/config.ts'
import type { Digest } from '../../src/core/entities/newsroom.ts'
import type { Sheet } from '../../src/core/entities/sheet.ts'
import { collect } from '../../src/services/collecting/reading/collect.ts'
import { compose } from '../../src/services/editions/composing/compose.ts'
import { sheetOf } from '../../src/services/editions/composing/sheet.ts'
import { approve } from '../../src/services/editions/approve.ts'
import { findDigest } from '../../src/services/newsroom/find-digest.ts'
import { startSending } from '../../src/services/sending/delivery/start-sending.ts'
import type { MadeMail } from '../../src/services/sending/outbox/make-mail.ts'
import { previewMessage } from '../../src/services/sending/outbox/preview-message.ts'
import type { SampleName } from '../../src/services/sending/outbox/sample-messages.ts'
import { testPlatform } from '../../test/platform.ts'

const root = join(import.meta.dirname, '../..')
export const templatesFolder = join(root, 'templates')

/** A full day of the sample newsroom, as the demo makes it, with its pictures. */
export interface SampleDay {
  sheet: Sheet
  /** The same day of the sample digest that is written from right to left. */
  hebrew: Sheet
  /** An e-mail that is no digest, in a language. */
  message(name: SampleName, language: string): Promise<MadeMail>
  /** The bytes of a picture, by its hash. */
  picture(hash: string): Promise<Buffer>
  close(): Promise<void>
}

/** Collects, again if a busy machine was too slow for a source's limits. One sample source is broken on purpose. */
async function collectAll(context: App['context']): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const failed = (await collect(context)).filter(({ outcome }) => outcome === 'failed')
    if (failed.every(({ source }) => source === 'Tolmera Telegraph')) return
  }
  throw new Error('the sample sources could not all be read: try again when the machine is less busy')
}

/** Sets up the sample newsroom in a folder of its own, collects, and composes the edition of a fixed day. */
export async function openSampleDay(): Promise<SampleDay> {
  const data = await mkdtemp(join(tmpdir(), 'daywire-gallery-'))
  const now = Temporal.Instant.from('2026-11-23T06:30Z')
  const samples = await serveSamples(join(root, 'samples'), { first: now, second: null })
  await mkdir(join(data, 'editors'))
  const app = await openApp(
    readConfig({ DAYWIRE_DATA: data, DAYWIRE_LOOPBACK_SOURCES: '1' }, data, () => ''),
    testPlatform({ now: () => now }),
  )
  const folders = { samples: join(root, 'samples'), subscribers: join(root, 'subscribers'), data }
  await setUpSamples(app.context, folders, samples.base, now)
  await collectAll(app.context)
  const daily = await findDigest(app.context, 'daily')
  const sheetFor = async (digest: Digest): Promise<Sheet> => {
    const date = now.toZonedDateTimeISO('UTC').toPlainDate()
    const plan = { digest, date, number: 0, frozenAt: now, dueAt: now }
    const { edition } = await compose(app.context, plan, commandActor)
    // A welcome message links to its web version.
    await approve(app.context, edition, commandActor)
    await startSending(app.context, edition, false)
    return sheetOf(app.context, edition)
  }
  return {
    sheet: await sheetFor(daily),
    hebrew: await sheetFor(await findDigest(app.context, 'hebrew')),
    message: (name, language) => previewMessage(app.context, daily, name, language),
    picture: (hash) => readFile(join(data, 'media', hash.slice(0, 2), hash)),
    async close() {
      await app.close()
      await samples.close()
      await rm(data, { recursive: true })
    },
  }
}
