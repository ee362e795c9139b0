import { createReadStream } from 'node:fs'
import { setTimeout as timer } from 'node:timers/promises'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { commandActor } from '../../src/core/entities/actor.ts'
import { inspectList } from '../../src/services/imports/starting/inspect-list.ts'
import { setUpImport } from '../../src/services/imports/starting/set-up-import.ts'
import { startImport } from '../../src/services/imports/starting/start-import.ts'
import { uploadList } from '../../src/services/imports/starting/upload-list.ts'
import { systemClock } from '../../src/system.ts'
import { testPlatform } from '../../test/platform.ts'

/** Uploads a list to the service that runs on the same database, reports when that starts with it, and waits until it has imported it. */
const [file = ''] = process.argv.slice(2)
const app = await openApp(
  readConfig(process.env, process.cwd(), () => ''),
  testPlatform(systemClock),
)
const { context } = app
const [digest] = await context.store.digests.list()
if (!digest) throw new Error('there is no digest')
const uploaded = await uploadList(
  context,
  digest,
  { fileName: file, bytes: createReadStream(file) },
  commandActor,
)
if (!uploaded.ok) throw new Error(uploaded.code)
const find = async () => {
  const one = await context.store.imports.byId(uploaded.id)
  if (!one) throw new Error('it is gone')
  return one
}
const looked = await inspectList(context, await find(), commandActor)
if (!looked.ok) throw new Error(looked.code)
const plan = {
  sheet: null,
  mode: 'add',
  basis: 'proof',
  proof: 'generated',
  neverMail: 'unsubscribed',
  takesRejects: true,
} as const
await setUpImport(context, await find(), { ...plan, columns: looked.columns }, commandActor)
await startImport(context, await find(), 'import', commandActor)
while ((await find()).lease === null) await timer(50)
console.log('it has begun')
while ((await find()).state !== 'done') await timer(200)
await app.close()
