import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { openApp } from './app.ts'
import { reasonOf } from './core/errors.ts'
import type { FromThread, ThreadStart, ToThread } from './import-thread.ts'
import { runImports } from './services/imports/running/run-imports.ts'
import { openDisk } from './store/disk/disk.ts'
import { openStore } from './store/open.ts'
import { openAsk, silentProgress, systemClock, systemRandom, systemResolver, systemWait } from './system.ts'

const { config, templatesFolder } = workerData as ThreadStart
const say = (what: FromThread): void => parentPort?.postMessage(what)
const store = openStore(config.databaseUrl, join(config.dataFolder, 'media'), {
  isBulk: true,
  disk: openDisk(config, config.disk, systemRandom),
  mayHold: false,
})
const platform = {
  clock: systemClock,
  wait: systemWait,
  random: systemRandom,
  resolver: systemResolver,
  ask: openAsk(),
  events: { emit: (event: Parameters<Parameters<typeof openApp>[1]['events']['emit']>[0]) => say({ event }) },
  progress: silentProgress,
  templatesFolder,
  version: '',
}
const app = openApp({ ...config, metrics: null }, platform, { store })
let stopping = new AbortController()

async function run(): Promise<void> {
  stopping = new AbortController()
  const ended = await app
    .then(({ context }) => runImports(context, stopping.signal))
    .then(
      () => null,
      (error: unknown) => reasonOf(error),
    )
  say({ ended })
}

parentPort?.on('message', (what: ToThread) => {
  if (what === 'run') void run()
  else stopping.abort()
})
