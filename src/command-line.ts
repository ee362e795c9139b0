import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { openApp, openAppSources, sourceKinds, type AppOptions } from './app.ts'
import { runCli } from './cli/kit/cli.ts'
import { readConfig, type Config } from './config.ts'
import {
  logEvents,
  openAsk,
  showProgress,
  systemClock,
  systemRandom,
  systemResolver,
  systemWait,
} from './system.ts'
import type { Clock } from './core/ports.ts'
import { secretOf } from './link-keys.ts'
import { openDisk } from './store/disk/disk.ts'
import { openStore } from './store/open.ts'

const root = join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const isTerminal = process.stderr.isTTY === true
const stderr = (text: string): void => void process.stderr.write(text)

function platform(clock: Clock, log: Config['log']) {
  return {
    clock,
    wait: systemWait,
    random: systemRandom,
    resolver: systemResolver,
    ask: openAsk(),
    events: logEvents(stderr, clock, log),
    progress: showProgress(stderr, isTerminal),
    templatesFolder: join(root, 'templates'),
    version,
  }
}

/** The database as it is, and where this host has its secret. */
export function secretPlace(config: Config, clock: Clock) {
  const store = openStore(config.databaseUrl, join(config.dataFolder, 'media'))
  const place = { dataFolder: config.dataFolder, given: config.secret }
  return { store, place, random: systemRandom, clock }
}

/** Runs one command line of this process; gives its exit code. */
export function runCommandLine(
  argv: string[],
  env: Record<string, string | undefined>,
  cwd: string,
): Promise<number> {
  const stopping = new AbortController()
  // Any second signal ends the process at once.
  const signals = ['SIGINT', 'SIGTERM'] as const
  const stop = (): void => {
    for (const signal of signals) process.off(signal, stop)
    stopping.abort()
  }
  for (const signal of signals) process.on(signal, stop)
  // A reader of our output that has seen enough (`| head`) is no fault.
  process.stdout.on('error', () => process.exit(0))

  let parsed: Config | undefined
  function config(): Config {
    const file = join(cwd, '.env')
    const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
    parsed ??= readConfig({ ...fromFile, ...env }, cwd, (path) => readFileSync(path, 'utf8'))
    return parsed
  }

  return runCli(argv, {
    open: (options: { clock?: Clock; config?: Config } & AppOptions = {}) => {
      const used = options.config ?? config()
      return openApp(used, platform(options.clock ?? systemClock, used.log), options)
    },
    openStore: (databaseUrl, mediaFolder) => openStore(databaseUrl, mediaFolder),
    openDisk: () => openDisk(config(), config().disk, systemRandom),
    secret: secretOf(() => secretPlace(config(), systemClock)),
    progress: showProgress(stderr, isTerminal),
    openSources: async () => openAppSources(config(), platform(systemClock, config().log)),
    openReports: async () => (await import('./mail/incoming/thread/report-thread.ts')).openReportReader(),
    sourceKinds,
    config,
    stdin: process.stdin,
    stdout: (text) => void process.stdout.write(text),
    stderr,
    isTerminal,
    signal: stopping.signal,
    exit: (code) => process.exit(code),
    cwd,
    root,
    version,
    clock: systemClock,
    resolver: systemResolver,
  })
}
