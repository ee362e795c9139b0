import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { openApp, openAppSources, sourceKinds, type AppOptions } from '../../src/app.ts'
import { runCli } from '../../src/cli/kit/cli.ts'
import type { App } from '../../src/cli/kit/context.ts'
import { readConfig, type Config } from '../../src/config.ts'
import { openReportReader, type ReportReader } from '../../src/mail/incoming/thread/report-thread.ts'
import type { Clock, Resolver } from '../../src/core/ports.ts'
import { sharedThread } from '../sources/shared-thread.ts'
import { secretPlace } from '../../src/command-line.ts'
import { secretOf } from '../../src/link-keys.ts'
import { openDisk } from '../../src/store/disk/disk.ts'
import { openStore } from '../../src/store/open.ts'
import { silentProgress, systemRandom } from '../../src/system.ts'
import { putMigrated } from '../store/dialects.ts'
import { testPlatform } from '../platform.ts'

/** The time at which tests of the command line begin; the clock advances a second with each reading. */
export const begun = Temporal.Instant.from('2026-11-23T08:00Z')

interface Said {
  code: number
  stdout: string
  stderr: string
  /** The lines of stdout, each parsed as JSON. */
  json: <T>() => T[]
}

export interface TestCli {
  /** The working folder of commands; the data folder and `.db` are in it. */
  cwd: string
  /** Settings of the following commands. */
  env: Record<string, string>
  stop: AbortController
  /** TXT records by name, as in DNS. */
  dns: Record<string, string[]>
  daywire(...argv: string[]): Promise<Said>
  /** Writes a file to the folder. */
  write(name: string, content: string): Promise<void>
  app<T>(work: (app: App) => Promise<T>): Promise<T>
  /** The standard input of the following commands. */
  type(text: string): void
  /** The reader of returned messages, for each of the following commands. */
  openReports: () => ReportReader
  /** Sets the clock. */
  at(time: Temporal.Instant): void
  drop(): Promise<void>
}

const root = join(import.meta.dirname, '../..')

/** A temporary folder with a real database, in which command lines run as `main` would run them. */
export async function openTestCli(env: Record<string, string> = {}, start = begun): Promise<TestCli> {
  const cwd = await mkdtemp(join(tmpdir(), 'daywire-cli-'))
  await mkdir(join(cwd, 'data'), { mode: 0o700 })
  await putMigrated(join(cwd, 'data', 'daywire.db'))
  const stop = new AbortController()
  const dns: TestCli['dns'] = {}
  let ticks = 0
  let from = start
  let input = ''
  const clock: Clock = { now: () => from.add({ seconds: ticks++ }) }
  const config = () => readConfig({ DAYWIRE_PORT: '0', DAYWIRE_LOOPBACK_SOURCES: '1', ...env }, cwd, () => '')
  const resolver: Resolver = {
    resolve: async (host) => {
      if (host === 'localhost') return ['127.0.0.1']
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
    },
    addresses: async () => [],
    texts: async (name) => dns[name] ?? [],
    mailServers: async (domain) => dns[domain] ?? [],
  }
  const platform = (now: Clock) =>
    testPlatform(now, {
      wait: async (ms) => void (from = from.add({ milliseconds: Math.ceil(ms) })),
      // No test resolves names: traffic stays on this machine.
      resolver,
      version: '0.0.0',
    })
  const open = (options: { clock?: Clock; config?: Config } & AppOptions = {}) =>
    openApp(options.config ?? config(), platform(options.clock ?? clock), {
      ...options,
      thread: sharedThread(),
      reports: cli.openReports(),
    })
  const cli: TestCli = {
    openReports: () => openReportReader(),
    cwd,
    env,
    stop,
    dns,
    async daywire(...argv) {
      const said = { stdout: '', stderr: '' }
      const code = await runCli(argv, {
        open,
        openStore: (databaseUrl, mediaFolder) => openStore(databaseUrl, mediaFolder),
        openDisk: () => openDisk(config(), config().disk, systemRandom),
        secret: secretOf(() => secretPlace(config(), clock)),
        progress: silentProgress,
        openSources: async () => openAppSources(config(), platform(clock), sharedThread()),
        openReports: async () => cli.openReports(),
        sourceKinds,
        config,
        stdin: Readable.from([input]),
        stdout: (text) => void (said.stdout += text),
        stderr: (text) => void (said.stderr += text),
        isTerminal: false,
        signal: stop.signal,
        exit: () => undefined,
        cwd,
        root,
        version: '0.0.0',
        clock,
        resolver,
      })
      const json = <T>() =>
        said.stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as T)
      return { code, ...said, json }
    },
    write: (name, content) => writeFile(join(cwd, name), content),
    async app(work) {
      const app = await open()
      try {
        return await work(app)
      } finally {
        await app.close()
      }
    },
    type(text) {
      input = text
    },
    at(time) {
      from = time
      ticks = 0
    },
    drop: () => rm(cwd, { recursive: true }),
  }
  return cli
}

/** A feed with an item for each headline, dated shortly before the cli's clock begins. */
export function feedOf(...headlines: string[]): string {
  const items = headlines.map(
    (headline, index) =>
      `<item><guid isPermaLink="false">n${index}</guid><title>${headline}</title><link>https://wire.example.com/${index}</link>` +
      `<description>${headline}, officials said on Monday.</description><pubDate>Mon, 23 Nov 2026 07:0${index}:00 GMT</pubDate></item>`,
  )
  return `<rss version="2.0"><channel><title>Sample Wire</title><link>https://wire.example.com/</link>${items.join('')}</channel></rss>`
}
