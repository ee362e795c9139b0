import { spawn, execFileSync } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { at, ms, timed } from './timings.ts'

/**
 * How long it takes to bring a list in by the command, and to undo it, beside csv-parse into a bare table with the same unique index that commits
 * as often, and how much memory it has at most. Then the same by the service while it answers pages. Exits with 1 where an import takes more than three
 * times the reference, an undo more than the import, either more than 300 MB, or the pages at their 95th percentile more than three times as long.
 *
 *   npm run bench:lists -- --rows 100000        (1,000,000 if not given; PostgreSQL where DAYWIRE_TEST_POSTGRES_URL is set)
 */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } })
const rows = Number(values.rows)
const root = join(import.meta.dirname, '..')
const main = join(root, 'src/main.ts')
const folder = await mkdtemp(join(tmpdir(), 'daywire-lists-'))
const file = join(folder, 'list.csv')
/** As the scripts of the package run it. */
const small = '--max-semi-space-size=8'
const most = { import: 3, undo: 1, megabytes: 300, pages: 3 }

interface Run {
  seconds: number
  /** Of processor time. */
  cpu: number
  megabytes: number
  out: string
}

/** Runs a program to its end, and looks at how much memory it has. */
async function measured(argv: string[], env: Record<string, string>): Promise<Run> {
  const begun = performance.now()
  const child = spawn(process.execPath, argv, { cwd: folder, env: { ...process.env, ...env } })
  let out = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (out = `${out}${chunk.toString()}`.slice(-2000)))
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
  if (code !== 0) throw new Error(`${argv.slice(2).join(' ')}: ${out}`)
  return { seconds: (performance.now() - begun) / 1000, cpu, megabytes, out }
}

async function writeList(): Promise<void> {
  const stream = createWriteStream(file)
  stream.write('email,name,topics,days,hour,time_zone\n')
  for (let n = 0; n < rows; n += 1) {
    const k = (n * 7919) % rows
    const topics = k % 3 === 0 ? '' : 'nuclear;missiles'
    const row = `reader${k}.${(k * 31) % 997}@mail${k % 500}.example.org,Reader ${k} Name,${topics},${k % 5 === 0 ? 'mon;fri' : ''},,\n`
    if (!stream.write(row)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

/** The times of a page, one request after another, until something is over. */
async function pageTimes(url: string, until: { isOver: boolean }, least: number): Promise<number[]> {
  const times: number[] = []
  while (!until.isOver || times.length < least)
    times.push(
      await timed(async () => {
        const answer = await fetch(url)
        if (answer.status !== 200) throw new Error(`${url}: ${answer.status}`)
        await answer.arrayBuffer()
      }),
    )
  return times
}

let failed = false
function judge(what: string, value: number, bar: number, unit = '×'): void {
  const isOver = value > bar
  failed ||= isOver
  console.log(`  ${what}: ${unit}${value.toFixed(2)} (at most ${unit}${bar})${isOver ? ' — TOO MUCH' : ''}`)
}

async function bench(name: string, url: string, referenceUrl: string): Promise<void> {
  const data = join(folder, name)
  const env = { DAYWIRE_DATA: data, DAYWIRE_DATABASE_URL: url, DAYWIRE_PORT: String(await freePort()) }
  await measured([main, 'init', '--no-catalogue'], env)
  const reference = await measured([join(root, 'bench/lists-reference.ts'), file, referenceUrl], env)
  const imported = await measured([small, main, 'subscribers', 'import', file], env)
  const undone = await measured([small, main, 'subscribers', 'undo-import', '1'], env)
  console.log(`${name}, ${rows} rows`)
  for (const [what, run] of Object.entries({ reference, import: imported, undo: undone }))
    console.log(
      `  ${what}: ${run.seconds.toFixed(1)} s, ${run.cpu.toFixed(1)} s of processor, ${Math.round(run.megabytes)} MB`,
    )
  judge('import', imported.seconds / reference.seconds, most.import)
  judge('undo', undone.seconds / imported.seconds, most.undo)
  judge('memory', Math.max(imported.megabytes, undone.megabytes), most.megabytes, 'MB ')
  await benchPages(env)
}

/** Has the service bring the list back in, while a page is asked for. */
async function benchPages(env: Record<string, string>): Promise<void> {
  const service = spawn(process.execPath, [small, main, 'serve'], {
    cwd: folder,
    env: { ...process.env, ...env },
  })
  try {
    let said = ''
    const isReady = Promise.withResolvers<void>()
    for (const stream of [service.stdout, service.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (said.includes('the scheduler wakes')) isReady.resolve()
      })
    service.once('exit', () => isReady.reject(new Error(said)))
    await isReady.promise
    const page = `http://localhost:${env['DAYWIRE_PORT']}/subscribe/daily`
    await pageTimes(page, { isOver: true }, 200)
    const alone = await pageTimes(page, { isOver: true }, 500)
    const importing = { isOver: false }
    const [run, meanwhile] = await Promise.all([
      measured([join(root, 'bench/lists-upload.ts'), file], env).finally(() => (importing.isOver = true)),
      pageTimes(page, importing, 100),
    ])
    console.log(
      `  in the service: ${run.seconds.toFixed(1)} s; ${meanwhile.length} pages, median ${ms(at(meanwhile, 0.5))} (alone ${ms(at(alone, 0.5))}), p95 ${ms(at(meanwhile, 0.95))} (alone ${ms(at(alone, 0.95))})`,
    )
    judge('pages meanwhile, p95', at(meanwhile, 0.95) / at(alone, 0.95), most.pages)
  } finally {
    service.kill('SIGTERM')
    await once(service, 'exit')
  }
}

async function benchPostgres(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  const names = ['daywire_bench_lists', 'daywire_bench_reference']
  const drop = async (): Promise<void> => {
    for (const name of names) await admin.query(`drop database if exists ${name} with (force)`)
  }
  try {
    await drop()
    for (const name of names) await admin.query(`create database ${name}`)
    const [own = '', reference = ''] = names.map(
      (name) => Object.assign(new URL(url), { pathname: `/${name}` }).href,
    )
    await bench('PostgreSQL', own, reference)
    await drop()
  } finally {
    await admin.end()
  }
}

try {
  await writeFile(join(folder, 'newsroom.json'), readFileSync(join(root, 'newsroom.json')))
  await writeList()
  console.log(`${execFileSync('du', ['-h', file]).toString().split('\t')[0]} of CSV`)
  await bench(
    'SQLite',
    `sqlite:${join(folder, 'SQLite/daywire.db')}`,
    `sqlite:${join(folder, 'reference.db')}`,
  )
  const postgres = process.env['DAYWIRE_TEST_POSTGRES_URL']
  if (postgres) await benchPostgres(postgres)
} finally {
  await rm(folder, { recursive: true, force: true })
}
if (failed) process.exitCode = 1
