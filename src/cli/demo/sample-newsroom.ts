import { createReadStream } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { commandActor } from '../../core/entities/actor.ts'
import { importNewsroom } from '../../services/newsroom/files/import-newsroom.ts'
import { importSubscribers } from '../../services/imports/import-subscribers.ts'
import { readNewsroom } from '../../services/newsroom/files/read-newsroom.ts'
import type { Context } from '../../services/context.ts'
import { sampleFiles } from './sample-feeds.ts'

/** The package's folders of samples and seeds, and the folder that the demo creates. */
export interface DemoFolders {
  samples: string
  subscribers: string
  data: string
}

/** Sample lists are imported without changes. */
const sampleImport = {
  mode: 'add',
  basis: 'proof',
  proof: 'invented people of the demo',
  neverMail: 'unsubscribed',
  sheet: null,
  map: new Map(),
  takeRejects: null,
  report: () => undefined,
  confirmed: null,
  dryRun: false,
} as const

/** Sets up the sample newsroom and its subscribers in the store, and the editors' files in the data folder. */
export async function setUpSamples(
  context: Context,
  { samples, subscribers, data }: DemoFolders,
  base: string,
  freeze: Temporal.Instant,
): Promise<void> {
  const newsroomFile = join(data, 'newsroom.json')
  const topics = join(data, 'topics.json')
  const own = await readSeed(join(samples, 'newsroom.json'), base)
  const hebrew = await readSeed(join(samples, 'hebrew.json'), base)
  const digestsAndSources = {
    digests: [...own.digests, ...hebrew.digests],
    sources: [...own.sources, ...hebrew.sources],
  }
  await writeFile(newsroomFile, JSON.stringify({ ...own, ...digestsAndSources }))
  const common = JSON.parse(await readFile(join(subscribers, 'topics.json'), 'utf8')) as unknown[]
  await writeFile(topics, JSON.stringify([...common, ...(hebrew.topics ?? [])]))
  await importNewsroom(
    context,
    await readNewsroom(newsroomFile, topics, join(samples, 'profiles'), join(samples, 'pages')),
    commandActor,
  )
  await writeEditorsFiles(samples, join(data, 'editors'), base, freeze)
  const digests = await context.store.digests.list()
  const [digest] = digests
  if (!digest) throw new Error('the sample newsroom has no digest')
  for (const file of [join(subscribers, 'sample.csv'), join(samples, 'readers.csv')]) {
    const upload = { fileName: file, bytes: createReadStream(file) }
    await importSubscribers(
      context,
      upload,
      { ...sampleImport, digest },
      commandActor,
      new AbortController().signal,
    )
  }
}

/** Makes the editions of all digests wait for an editor's approval. */
export async function requireApproval({ store, clock }: Context): Promise<void> {
  for (const digest of await store.digests.list())
    await store.digests.put({ ...digest, approval: 'one' }, clock.now())
}

/** The contents of a sample seed; they are validated by the import. */
interface Seed {
  digests: unknown[]
  sources: unknown[]
  topics?: unknown[]
}

async function readSeed(file: string, base: string): Promise<Seed> {
  return JSON.parse((await readFile(file, 'utf8')).replaceAll('{{base}}', base)) as Seed
}

async function writeEditorsFiles(
  samples: string,
  folder: string,
  base: string,
  freeze: Temporal.Instant,
): Promise<void> {
  await copyAll(join(samples, 'pictures'), folder)
  const existing = new Set(await readdir(folder))
  for (const { name, text } of sampleFiles(join(samples, 'editors'), freeze, base))
    if (!existing.has(name)) await writeFile(join(folder, name), text)
}

async function copyAll(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of await readdir(from)) await copyFile(join(from, name), join(to, name))
}
