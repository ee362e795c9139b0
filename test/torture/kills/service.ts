import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../../web/free-port.ts'

const root = join(import.meta.dirname, '../../..')
const main = 'src/main.ts'

/** A newsroom on SQLite in a folder of its own, whose service runs as a separate process. */
export interface KillableService {
  folder: string
  port: number
  databaseUrl: string
  /** Starts the service, and resolves once it reports to be running. */
  serve(): Promise<ChildProcess>
  /** Kills what is still running, and deletes the folder. */
  drop(): Promise<void>
}

export async function openKillableService(settings: Record<string, string> = {}): Promise<KillableService> {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-kill-'))
  const port = await freePort()
  const databaseUrl = `sqlite:${folder}/daywire.db`
  const env = {
    ...process.env,
    DAYWIRE_DATA: folder,
    DAYWIRE_DATABASE_URL: databaseUrl,
    DAYWIRE_PORT: String(port),
    ...settings,
  }
  await promisify(execFile)(process.execPath, [main, 'init', '--no-catalogue'], { cwd: root, env })
  let service: ChildProcess | null = null
  return {
    folder,
    port,
    databaseUrl,
    async serve() {
      const started = spawn(process.execPath, [main, 'serve'], { cwd: root, env })
      service = started
      await isRunning(started)
      return started
    },
    async drop() {
      service?.kill('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function isRunning(started: ChildProcess): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('the scheduler wakes')) resolve()
    }
    started.stdout?.on('data', read)
    started.stderr?.on('data', read)
    started.once('exit', () => reject(new Error(said)))
  })
}
