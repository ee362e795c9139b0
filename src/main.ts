#!/usr/bin/env node
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

// Addresses of people, links and keys: what any command writes is for the user who runs it.
process.umask(0o077)

const root = join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const cwd = process.cwd()
const isTerminal = process.stderr.isTTY === true
const stderr = (text: string): void => void process.stderr.write(text)

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
// A reader of our output that has seen enough (`| head`) is no fault.
process.stdout.on('error', () => process.exit(0))

let parsed: Config | undefined
function config(): Config {
  const file = join(cwd, '.env')
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  parsed ??= readConfig({ ...fromFile, ...process.env }, cwd, (path) => readFileSync(path, 'utf8'))
  return parsed
}

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

process.exitCode = await runCli(process.argv.slice(2), {
  open: (options: { clock?: Clock; config?: Config } & AppOptions = {}) => {
    const used = options.config ?? config()
    return openApp(used, platform(options.clock ?? systemClock, used.log), options)
  },
  openSources: async () => openAppSources(config(), platform(systemClock, config().log)),
  sourceKinds,
  config,
  stdin: process.stdin,
  stdout: (text) => void process.stdout.write(text),
  stderr,
  isTerminal,
  signal: stopping.signal,
  cwd,
  root,
  version,
  clock: systemClock,
})
