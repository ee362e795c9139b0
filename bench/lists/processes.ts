import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const main = join(root, 'src/main.ts')
/** As in the scripts of the package. */
export const small = '--max-semi-space-size=8'
const ofCommands = [small, '--heap-growing-percent=20']

/** Where a program runs, and additions to its environment. */
export interface Place {
  folder: string
  env: Record<string, string>
}

export interface Run {
  seconds: number
  /** Of CPU time. */
  cpu: number
  megabytes: number
}

/**
 * Runs a program to its end, which must have the exit code `wants`, and samples its memory; `onLine` is called when it prints something.
 */
export async function measured(
  argv: string[],
  { folder, env }: Place,
  { wants = 0, onLine = () => {} }: { wants?: number; onLine?: () => void } = {},
): Promise<Run> {
  const begun = performance.now()
  const child = spawn(process.execPath, argv, { cwd: folder, env: { ...process.env, ...env } })
  const out = lastOf(child)
  child.stdout.on('data', onLine)
  let megabytes = 0
  let cpu = 0
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      megabytes = Math.max(megabytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1000)
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      cpu = (Number(stat[11]) + Number(stat[12])) / 100
    } catch {
      // It has just ended.
    }
  }, 50)
  const [code] = (await once(child, 'close')) as [number]
  clearInterval(look)
  if (code !== wants) throw new Error(`${argv.slice(1).join(' ')}: ${out()}`)
  return { seconds: (performance.now() - begun) / 1000, cpu, megabytes }
}

export const command = (args: string[], place: Place, wants = 0): Promise<Run> =>
  measured([...ofCommands, main, ...args], place, { wants })

type Child = ReturnType<typeof spawn>

/** Its last output. */
function lastOf(child: Child): () => string {
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2000)))
  return () => said
}

/** Seconds after which a service that has not reported to be ready is given up. */
const mostWait = 60

/** Does some work while the service runs. */
export async function withService<T>({ folder, env }: Place, work: () => Promise<T>): Promise<T> {
  const service = spawn(process.execPath, [small, main, 'serve'], {
    cwd: folder,
    env: { ...process.env, ...env },
  })
  const said = lastOf(service)
  const ended = once(service, 'exit')
  try {
    const ready = Promise.withResolvers<void>()
    const giveUp = setTimeout(() => ready.reject(new Error(`serve is not ready: ${said()}`)), mostWait * 1000)
    // On SQLite and on PostgreSQL, respectively.
    const look = (): void => {
      if (/the scheduler wakes|jobs are done here/.test(said())) ready.resolve()
    }
    for (const stream of [service.stdout, service.stderr]) stream.on('data', look)
    service.once('exit', () => ready.reject(new Error(`serve has ended: ${said()}`)))
    await ready.promise.finally(() => clearTimeout(giveUp))
    return await work()
  } finally {
    service.kill('SIGTERM')
    await ended
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
