import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Unknowns } from '../../../src/core/entities/newsroom.ts'
import { compiledCode, newsroomFile } from '../../platform.ts'

const main = new URL('../../../src/main.ts', import.meta.url).pathname

/** Starts the command as a separate process. */
export function startCommand(
  cwd: string,
  args: string[],
  env: Record<string, string>,
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: compiledCode, DAYWIRE_LOG: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** A newsroom in a folder of its own, run by real processes as an admin would. */
export interface Newsroom {
  folder: string
  start(args: string[], more?: Record<string, string>): ChildProcessByStdio<null, Readable, Readable>
  run(args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>
}

const stories = [
  ['talks', 'Arms control talks to resume in Sandhaven', 'nuclear', 'Northland'],
  ['depot', 'Nerve agent traces found in a Lomaran depot', 'chemical', 'Lomara'],
  ['test', 'Northland fires a ballistic missile over the strait', 'missiles', 'Northland'],
] as const

/** Sets one up: a folder of editors' files as its source, and a number of readers; `unknowns` is the rule of its digests. */
export async function newsroom(
  readers: number,
  env: Record<string, string>,
  unknowns: Unknowns = 'hold',
): Promise<Newsroom> {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-flow-'))
  const start: Newsroom['start'] = (args, more = {}) => startCommand(folder, args, { ...env, ...more })
  const run: Newsroom['run'] = async (args) => {
    const child = start(args)
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
    return { code: await ended, stdout, stderr }
  }
  await mkdir(join(folder, 'data', 'editors'), { recursive: true })
  for (const [id, headline, topic] of stories)
    await writeFile(
      join(folder, 'data', 'editors', `${id}.md`),
      `---\nheadline: ${headline}\nsection: news\ntopics: [${topic}]\ndate: ${Temporal.Now.instant().subtract({ hours: 2 }).toString()}\nsummary: What was said of it.\n---\n\nThe body of it.\n`,
    )
  const file = await newsroomFile((digest) => ({ ...digest, unknowns }))
  await writeFile(join(folder, 'newsroom.json'), file)
  const rows = Array.from({ length: readers }, (_, i) => `reader${i}@example.org`)
  await writeFile(join(folder, 'list.csv'), `email\n${rows.join('\n')}\n`)
  for (const args of [['init'], ['subscribers', 'import', 'list.csv']]) {
    const { code, stderr } = await run(args)
    if (code !== 0) throw new Error(`${args.join(' ')}: ${stderr}`)
  }
  return { folder, start, run }
}
