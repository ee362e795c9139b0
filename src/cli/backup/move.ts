import { join } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import { moveDatabase } from '../../services/backup/move.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'

interface Options {
  from: string
  to: string
  json?: boolean
}

/** `move`: between SQLite and PostgreSQL, in either direction. */
export function registerMove(program: Command, shell: Shell): void {
  const command = program
    .command('move')
    .description('copy a database into an empty one, check each row, and pause sending in the old one')
    .requiredOption('--from <url>', 'the database as it is now: sqlite:<path> or postgres://…', databaseUrl)
    .requiredOption('--to <url>', 'the empty one', databaseUrl)
    .addOption(jsonFlag())
    .action((options: Options) => move(shell, options))
  withExamples(
    command,
    'daywire move --from sqlite:data/daywire.db --to postgres://daywire:password@127.0.0.1/daywire',
  )
}

function databaseUrl(text: string): string {
  if (/^(sqlite:.+|postgres(ql)?:\/\/.+)$/.test(text)) return text
  throw new InvalidArgumentError('Write sqlite:<path> or postgres://user:password@host/name.')
}

async function move(shell: Shell, { from, to, json = false }: Options): Promise<void> {
  if (from === to) throw new AppError('conflict', said('move-same-place'))
  const mediaFolder = join(shell.config().dataFolder, 'media')
  const old = shell.openStore(from, mediaFolder)
  try {
    const counts = await moveDatabase({ ...shell, disk: shell.openDisk() }, old, { url: to, mediaFolder })
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0)
    if (json) shell.json({ rows, tables: counts })
    shell.say(
      `moved ${counted(rows, 'row')}, each read again and the same; the old database sends nothing any more`,
    )
    shell.say(`set DAYWIRE_DATABASE_URL to the new one; keep the data folder, which has \`secret\` and keys`)
  } finally {
    await old.close()
  }
}
