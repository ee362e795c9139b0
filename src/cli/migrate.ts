import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '../core/errors.ts'
import { said } from '../core/said/said.ts'
import type { Store } from '../store/store.ts'
import { jsonFlag, withExamples } from './kit/arguments.ts'
import type { Shell } from './kit/context.ts'
import { counted } from './kit/counted.ts'
import { exitCode } from './kit/exit-codes.ts'
import { withApp } from './kit/with-app.ts'

interface Options {
  check?: boolean
  json?: boolean
}

type State = Awaited<ReturnType<Store['schemaState']>>

/** `migrate`: the only command that migrates tables on PostgreSQL; on SQLite every command does so on opening the database. */
export function registerMigrate(program: Command, shell: Shell): void {
  const command = program
    .command('migrate')
    .description("bring the database's tables up to date")
    .option(
      '--check',
      'change nothing: list what would be run; exit 1 if there is something, 78 if a newer Daywire made the tables',
    )
    .addOption(jsonFlag())
    .action((options: Options) => (options.check ? check(shell, options) : migrate(shell, options)))
  withExamples(command, 'daywire migrate', 'daywire migrate --check')
}

async function check(shell: Shell, { json = false }: Options): Promise<void> {
  const { databaseUrl } = shell.config()
  const file = databaseUrl.replace(/^sqlite:/, '')
  if (file !== databaseUrl && !existsSync(file))
    throw new AppError('not-found', said('database-none', { file }))
  await withStore(shell, async (store) => {
    const state = await store.schemaState()
    for (const { name, kind } of state.pending)
      if (json) shell.json({ name, kind })
      else shell.print(`${name} (${kind})`)
    if (state.pending.length === 0) {
      await store.checkSchema()
      for (const line of upToDate(state)) shell.say(line)
      return
    }
    for (const line of planOf(state)) shell.say(line)
    shell.finish(exitCode.failed)
  })
}

async function migrate(shell: Shell, { json = false }: Options): Promise<void> {
  await withStore(shell, async (store) => {
    const before = await store.schemaState()
    const kinds = new Map(before.pending.map(({ name, kind }) => [name, kind]))
    if (before.found !== null && before.pending.length > 0) for (const line of planOf(before)) shell.say(line)
    const names = await store.migrate((done, total) => shell.progress.step('migrations', done, total))
    for (const name of names)
      if (json) shell.json({ name, kind: kinds.get(name) ?? null })
      else shell.print(name)
    if (names.length > 0) shell.say(`${counted(names.length, 'migration')} run`)
    else for (const line of upToDate(before)) shell.say(line)
  })
  // Whatever else a database needs is created on opening it.
  await withApp(shell, async () => undefined)
}

async function withStore(shell: Shell, work: (store: Store) => Promise<void>): Promise<void> {
  const { databaseUrl, dataFolder } = shell.config()
  const store = shell.openStore(databaseUrl, join(dataFolder, 'media'))
  try {
    await work(store)
  } finally {
    await store.close()
  }
}

function upToDate({ ahead }: State): string[] {
  if (ahead.length === 0) return ['the tables are up to date']
  const names = ahead.map(({ name }) => name).join(', ')
  return [`the tables are up to date; a newer Daywire has added ${names}, which this one can run beside`]
}

/** What the running processes will do. */
function planOf({ found, pending }: State): string[] {
  const lines = [`the tables are at ${found ?? 'none'}; ${counted(pending.length, 'migration')} to run`]
  if (found === null) return lines
  const breaking = pending.filter(({ kind }) => kind === 'contract').map(({ name }) => name)
  return [
    ...lines,
    breaking.length === 0
      ? 'all of them only add: processes of the earlier version may go on, and be replaced one by one'
      : `processes of the earlier version cannot go on after ${breaking.join(', ')}: stop them first; those that run stop by themselves`,
  ]
}
