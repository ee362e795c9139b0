import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as timer } from 'node:timers/promises'
import { freePort } from '../../test/web/free-port.ts'

/** A newsroom in a folder of its own, whose service is a process that can be killed. */
export interface Service {
  origin: string
  /** Runs a command, and returns its output. */
  run(...argv: string[]): Promise<string>
  /** Starts the service, and waits until it answers. */
  start(): Promise<void>
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

const root = join(import.meta.dirname, '../..')

/** With a SQLite database in the folder, unless another is given. */
export async function openService(folder: string, database: string | undefined): Promise<Service> {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const env = {
    ...process.env,
    DAYWIRE_DATA: folder,
    DAYWIRE_DATABASE_URL: database ?? `sqlite:${folder}/daywire.db`,
    DAYWIRE_PORT: String(port),
  }
  const begin = (argv: string[], output: 'pipe' | 'ignore') =>
    spawn(process.execPath, ['--max-semi-space-size=8', join(root, 'src/main.ts'), ...argv], {
      cwd: folder,
      env,
      stdio: ['ignore', output, output],
    })
  let running: ChildProcess | null = null
  const service: Service = {
    origin,
    async run(...argv) {
      const child = begin(argv, 'pipe')
      const all = [child.stdout, child.stderr].map((stream) => text(stream as NodeJS.ReadableStream))
      const [printed = '', said = ''] = await Promise.all(all)
      if (child.exitCode === null) await once(child, 'close')
      if (child.exitCode !== 0) throw new Error(`daywire ${argv.join(' ')}: ${said}`)
      return printed.trim()
    },
    async start() {
      running = begin(['serve'], 'ignore')
      for (;;) {
        if (running.exitCode !== null) throw new Error(`the service ended with ${running.exitCode}`)
        const answer = await fetch(`${origin}/sign-in`).catch(() => null)
        await answer?.body?.cancel()
        if (answer?.ok) return
        await timer(100)
      }
    },
    async stop(signal) {
      if (running?.exitCode !== null || running.signalCode !== null) return
      const ended = once(running, 'exit')
      running.kill(signal)
      await ended
    },
  }
  await copyFile(join(root, 'newsroom.json'), join(folder, 'newsroom.json'))
  await service.run('init', '--no-catalogue')
  return service
}
