import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compiledCode } from '../../platform.ts'
import { upTo } from '../chance.ts'
import type { Place } from '../place/place.ts'
import type { TortureReport } from './report.ts'

const main = join(import.meta.dirname, '../../../src/main.ts')
/** Milliseconds; a start takes about one second. */
const latest = 3_000

interface Piping {
  place: Place
  env: Record<string, string>
  kills: number
  chance: () => number
}

/** Starts `bounces receive` as a mail server does. */
function start({ place, env }: Pick<Piping, 'place' | 'env'>, args: string[]) {
  return spawn(process.execPath, [main, 'bounces', 'receive', ...args], {
    cwd: place.newsroom.folder,
    env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: compiledCode, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
}

/** Passes each message on standard input, many at once, and again if the process was killed or asked to retry later; returns how often. */
export async function pipeEach(
  piping: Piping,
  reports: readonly TortureReport[],
  atOnce: number,
): Promise<{ killed: number; later: number }> {
  const counts = { killed: 0, later: 0 }
  let toKill = piping.kills
  const one = async ({ bytes, envelope }: TortureReport): Promise<void> => {
    for (;;) {
      const child = start(piping, envelope === null ? [] : ['--recipient', envelope])
      child.stdout.resume()
      child.stdin.on('error', () => undefined).end(bytes)
      if (toKill-- > 0) setTimeout(() => child.kill('SIGKILL'), piping.chance() * latest).unref()
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
      if (code === 0) return
      if (signal === 'SIGKILL') counts.killed += 1
      else if (code === 75) counts.later += 1
      else throw new Error(`bounces receive ended with ${code ?? signal}`)
    }
  }
  for (let at = 0; at < reports.length; at += atOnce)
    await Promise.all(reports.slice(at, at + atOnce).map(one))
  return counts
}

/** Reads a folder of messages with a command that is killed after some of them, until it completes. */
export async function readFolder(piping: Piping, reports: readonly TortureReport[]): Promise<number> {
  const { kills } = piping
  const folder = join(piping.place.newsroom.folder, 'reports')
  await mkdir(folder)
  for (const [at, { bytes }] of reports.entries())
    await writeFile(join(folder, `${String(at).padStart(6, '0')}.eml`), bytes)
  let killed = 0
  for (;;) {
    const child = start(piping, [folder, '--json'])
    child.stdin.end()
    const share = Math.max(1, Math.floor((reports.length * (killed + 1)) / (kills + 1)))
    let rest = killed < kills ? upTo(piping.chance, 2 * share) : Infinity
    child.stdout.on('data', (chunk: Buffer) => {
      rest -= chunk.toString().split('\n').length - 1
      if (rest <= 0) child.kill('SIGKILL')
    })
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
    if (code === 0) return killed
    if (signal !== 'SIGKILL') throw new Error(`bounces receive ended with ${code ?? signal}`)
    killed += 1
  }
}
