import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { writeCsv, writeWorkbook } from './files.ts'
import { mailsMeanwhile, pagesMeanwhile } from './meanwhile.ts'
import { command, freePort, measured, type Place, type Run } from './processes.ts'

/**
 * Measures importing a list by the command, and undoing it, beside csv-parse into a bare table with the same unique index and as many
 * commits, and its peak memory; the same list as a workbook; then the same by the service while it answers pages, and while it sends an
 * edition. Exits with 1 if an import takes more than three times the reference, an undo more than the import, either more than 300 MB, a
 * workbook more than 450 MB, or if pages (95th percentile) or e-mails take more than three times as long as without it.
 *
 *   npm run bench:lists -- --rows 100000 --database postgres --part command --part mails
 *
 * 1,000,000 rows, both databases and all parts by default; PostgreSQL only if DAYWIRE_TEST_POSTGRES_URL is set.
 */
const parts = ['command', 'workbook', 'pages', 'mails'] as const
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    database: { type: 'string' },
    part: { type: 'string', multiple: true, default: [...parts] },
  },
})
const rows = Number(values.rows)
const folder = await mkdtemp(join(tmpdir(), 'daywire-lists-'))
const csv = join(folder, 'list.csv')
const xlsx = join(folder, 'list.xlsx')
const most = { import: 3, undo: 1, megabytes: 300, workbook: 450, pages: 3, mails: 3 }

let failed = false
function judge(what: string, value: number, bar: number, unit = '×'): void {
  const isOver = !(value <= bar)
  failed ||= isOver
  console.log(`  ${what}: ${unit}${value.toFixed(2)} (at most ${unit}${bar})${isOver ? ' — TOO MUCH' : ''}`)
}

const shown = (what: string, run: Run): void =>
  console.log(
    `  ${what}: ${run.seconds.toFixed(1)} s, ${run.cpu.toFixed(1)} s of processor, ${Math.round(run.megabytes)} MB`,
  )

/** The URL of a database, which is recreated each time. */
type Databases = (name: string) => Promise<string>

async function placeOn(databases: Databases, name: string): Promise<Place> {
  const own = await mkdtemp(join(folder, 'place-'))
  await writeFile(
    join(own, 'newsroom.json'),
    await readFile(join(import.meta.dirname, '../../newsroom.json')),
  )
  const data = join(own, 'data')
  await mkdir(data)
  return {
    folder: own,
    env: {
      DAYWIRE_DATA: data,
      DAYWIRE_DATABASE_URL: await databases(name),
      DAYWIRE_PORT: String(await freePort()),
    },
  }
}

const benches: Record<(typeof parts)[number], (databases: Databases) => Promise<void>> = {
  async command(databases) {
    const place = await placeOn(databases, 'own')
    await command(['init', '--no-catalogue'], place)
    const argv = [join(import.meta.dirname, 'reference.ts'), csv, await databases('reference')]
    const reference = await measured(argv, place)
    shown('reference', reference)
    const imported = await command(['subscribers', 'import', csv], place)
    shown('import', imported)
    const undone = await command(['subscribers', 'undo-import', '1'], place)
    shown('undo', undone)
    judge('import', imported.seconds / reference.seconds, most.import)
    judge('undo', undone.seconds / imported.seconds, most.undo)
    judge('memory', Math.max(imported.megabytes, undone.megabytes), most.megabytes, 'MB ')
  },
  async workbook(databases) {
    if (!(await stat(xlsx).catch(() => null))) await writeWorkbook(xlsx, rows)
    const place = await placeOn(databases, 'own')
    await command(['init', '--no-catalogue'], place)
    const imported = await command(['subscribers', 'import', xlsx], place)
    shown('workbook', imported)
    judge('memory of the workbook', imported.megabytes, most.workbook, 'MB ')
  },
  async pages(databases) {
    const place = await placeOn(databases, 'own')
    await command(['init', '--no-catalogue'], place)
    judge('pages meanwhile, p95', await pagesMeanwhile(place, csv), most.pages)
  },
  async mails(databases) {
    const place = await placeOn(databases, 'own')
    judge('e-mails meanwhile', await mailsMeanwhile(place, csv), most.mails)
  },
}

async function bench(name: string, databases: Databases): Promise<void> {
  console.log(`${name}, ${rows} rows`)
  for (const part of parts) if (values.part.includes(part)) await benches[part](databases)
}

async function onSqlite(name: string): Promise<string> {
  const file = join(await mkdtemp(join(folder, 'sqlite-')), `${name}.db`)
  return `sqlite:${file}`
}

async function benchPostgres(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  const databaseOf = (name: string): string => `daywire_bench_lists_${name}`
  const drop = async (name: string): Promise<unknown> =>
    admin.query(`drop database if exists ${databaseOf(name)} with (force)`)
  try {
    await bench('PostgreSQL', async (name) => {
      await drop(name)
      await admin.query(`create database ${databaseOf(name)}`)
      return Object.assign(new URL(url), { pathname: `/${databaseOf(name)}` }).href
    })
    for (const name of ['own', 'reference']) await drop(name)
  } finally {
    await admin.end()
  }
}

try {
  await writeCsv(csv, rows)
  if (values.database !== 'postgres') await bench('SQLite', onSqlite)
  const postgres = process.env['DAYWIRE_TEST_POSTGRES_URL']
  if (postgres && values.database !== 'sqlite') await benchPostgres(postgres)
} finally {
  await rm(folder, { recursive: true, force: true })
}
if (failed) process.exitCode = 1
