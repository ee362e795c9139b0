import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Platform } from '../src/app.ts'
import type { Clock } from '../src/core/ports.ts'
import { silentProgress, systemRandom, systemResolver, systemWait } from '../src/system.ts'

const root = join(import.meta.dirname, '..')

/** The cache of compiled code for processes that tests start, which each would otherwise compile again. */
export const compiledCode = join(root, 'node_modules/.cache/daywire-tests')

const nothingAnswers = (): Promise<never> => Promise.reject(new Error('nothing answers'))

/** The platform for a test: silent, with its own clock and other replacements. */
export function testPlatform(clock: Clock, own: Partial<Platform> = {}): Platform {
  return {
    clock,
    wait: systemWait,
    random: systemRandom,
    // No test sends requests beyond this machine.
    resolver: { ...systemResolver, addresses: nothingAnswers, mailServers: nothingAnswers },
    ask: nothingAnswers,
    events: { emit: () => undefined },
    progress: silentProgress,
    templatesFolder: join(root, 'templates'),
    version: 'test',
    ...own,
  }
}

/** The only source in newsrooms of tests: a folder of editors' files inside the data folder. */
export const editorsSource = {
  name: 'Editors',
  kind: 'folder',
  location: 'editors',
  section: 'news' as const,
  language: 'en',
  weight: 1,
  pictures: 'none' as const,
  timeZone: null,
  options: {},
  rules: [],
}

/** The sample newsroom's file with editors' files as its only source, and its digests changed. */
export async function newsroomFile<T extends object>(change: (digest: T) => object): Promise<string> {
  const text = await readFile(join(root, 'samples/newsroom.json'), 'utf8')
  const seed = JSON.parse(text) as { digests: T[] }
  return JSON.stringify({ ...seed, digests: seed.digests.map(change), sources: [editorsSource] })
}
