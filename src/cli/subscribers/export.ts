import { open, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { AppError, reasonOf } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import {
  exportFormats,
  exportReaders,
  type ExportFormat,
} from '../../services/subscribers/exporting/export-readers.ts'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withDigest } from '../kit/with-app.ts'
import { filterOf, withFilter, type FilterOptions } from './filter-options.ts'

type Options = FilterOptions & { format: ExportFormat; out?: string }

/** `subscribers export`: to stdout, or to a file that gets its name once it is complete. */
export function registerExport(group: Command, shell: Shell): void {
  const command = withFilter(
    group
      .command('export')
      .description('export readers of a digest as CSV or JSON Lines, with their consent'),
  )
    .addOption(
      new Option('--format <format>', 'the format of the file').choices(exportFormats).default('csv'),
    )
    .option('--out <file>', 'write to this file instead of stdout')
    .action((typed: Options) =>
      withDigest(shell, { key: typed.digest }, async ({ context }, digest) => {
        const filter = await filterOf(context, digest, typed)
        const all = exportReaders(context, { digest, filter, format: typed.format }, commandActor)
        const pieces = untilStopped(all, shell.signal)
        if (typed.out !== undefined) return writeAtomically(shell, typed.out, pieces)
        for await (const piece of pieces) shell.stdout(piece)
      }),
    )
  withExamples(
    command,
    'daywire subscribers export > readers.csv',
    'daywire subscribers export --tag ministries --state mailed --format jsonl --out readers.jsonl',
  )
}

/** Throws `busy` if a signal stops the command before the last piece. */
async function* untilStopped(pieces: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<string> {
  for await (const piece of pieces) {
    if (signal.aborted) throw new AppError('busy', said('export-stopped'))
    yield piece
  }
}

async function writeAtomically(shell: Shell, file: string, pieces: AsyncIterable<string>): Promise<void> {
  const path = resolve(shell.cwd, file)
  const part = `${path}.part`
  const handle = await open(part, 'w', 0o600).catch((cause: unknown) => {
    throw new AppError('bad-input', said('cannot-write', { file, why: reasonOf(cause) }), { cause })
  })
  try {
    for await (const piece of pieces) await handle.write(piece)
    await handle.sync()
    await rename(part, path)
  } finally {
    await handle.close()
    await rm(part, { force: true })
  }
}
