import { join } from 'node:path'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/system.ts'
import { testPlatform } from '../platform.ts'
import { openLater } from './versions.ts'

/** A worker of the next version, in a separate process: it reports when it is ready, and stops on SIGTERM. */
const config = readConfig(process.env, process.cwd(), () => '')
const store = openLater('next', config.databaseUrl, join(config.dataFolder, 'media'))
const app = await openApp(config, testPlatform(systemClock), { store })
const serving = await app.serve('worker')
process.once('SIGTERM', () => void stop())
process.send?.('ready')

async function stop(): Promise<void> {
  await serving.stop()
  await app.close()
  await store.close()
  process.disconnect?.()
}
