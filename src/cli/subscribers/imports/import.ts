import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { commandActor } from '../../../core/entities/actor.ts'
import {
  importBases,
  importModes,
  mostImportBytes,
  type ImportBasis,
  type ImportMode,
} from '../../../core/entities/imports/import.ts'
import { importFields, type ImportField } from '../../../core/entities/imports/import-field.ts'
import { AppError, reasonOf } from '../../../core/errors.ts'
import { said, text } from '../../../core/said/said.ts'
import { importSubscribers } from '../../../services/imports/import-subscribers.ts'
import { findDigest } from '../../../services/newsroom/find-digest.ts'
import { digestOption, dryRunFlag, wholeNumber, withExamples } from '../../kit/arguments.ts'
import type { Shell } from '../../kit/context.ts'
import { withApp } from '../../kit/with-app.ts'
import { reportFile, reportImport, reportRow } from './import-report.ts'
import { openRejects } from './rejects-target.ts'

interface Options {
  digest?: string
  rejects?: string
  dryRun?: boolean
  mode: ImportMode
  basis: ImportBasis
  proof?: string
  suppress?: boolean
  sheet?: string
  confirm?: number
  map?: Map<string, ImportField | null>
}

/** `subscribers import`: all or nothing, unless `--rejects` writes the invalid rows to a file. */
export function registerImport(group: Command, shell: Shell): void {
  const command = group
    .command('import')
    .description('import a list of readers (CSV or XLSX); subscribers/README.md describes its columns')
    .argument('<file>', 'the list')
    .addOption(digestOption())
    .addOption(
      new Option(
        '--mode <mode>',
        'what happens to readers who are already known, and to those who are not in the list',
      )
        .choices(importModes)
        .default('add'),
    )
    .addOption(
      new Option('--basis <basis>', 'proof: they have agreed; ask: each new reader is asked by e-mail')
        .choices(importBases)
        .default('proof'),
    )
    .option('--proof <words>', 'how they have agreed; kept with the import')
    .option('--suppress', 'with --mode never-mail: suppress these addresses instead of unsubscribing them')
    .addOption(
      new Option(
        '--map <column=field>',
        'what a column contains, such as "Mail=email", or "Shoe size=" to leave it out; may be given several times',
      ).argParser(mapped),
    )
    .option('--sheet <name>', 'of a workbook with several sheets: the one to import, instead of the first')
    .addOption(
      new Option(
        '--confirm <number>',
        'with --mode replace: unsubscribe exactly this many readers who are not in the list; needed if they are more than half of all',
      ).argParser(wholeNumber),
    )
    .option('--rejects <file>', 'write bad rows to this file, with the reason, and import the rest')
    .addOption(dryRunFlag())
    .action((file: string, options: Options) => importList(shell, file, options))
  withExamples(
    command,
    'daywire subscribers import readers.csv --dry-run',
    'daywire subscribers import readers.csv --rejects bad-rows.csv',
    'daywire subscribers import cleaned.csv --mode never-mail',
    'daywire subscribers import people.xlsx --map "Mail=email" --map "Shoe size=" --basis ask',
  )
}

function mapped(
  text: string,
  before: Map<string, ImportField | null> = new Map(),
): Map<string, ImportField | null> {
  const [, column = '', wanted = ''] = /^(.*)=([a-z_]*)$/s.exec(text) ?? []
  const field = importFields.find((one) => one === wanted) ?? null
  if (column === '' || (field === null && wanted !== ''))
    throw new InvalidArgumentError(`Write COLUMN=FIELD; fields are ${importFields.join(', ')}, or none.`)
  return before.set(column, field)
}

async function importList(shell: Shell, file: string, options: Options): Promise<void> {
  const { digest: key, rejects, dryRun = false, mode, basis, suppress = false, map = new Map() } = options
  const path = resolve(shell.cwd, file)
  await requireList(file, path)
  const target = rejects === undefined ? null : await openRejects(shell, file, rejects, dryRun)
  try {
    await withApp(
      shell,
      async ({ context }) => {
        const digest = await findDigest(context, key ?? null)
        const today = context.clock.now().toString().slice(0, 10)
        const imported = await importSubscribers(
          context,
          { fileName: file, bytes: createReadStream(path) },
          {
            digest,
            mode,
            basis,
            proof: options.proof ?? `stated at the command line on ${today}`,
            neverMail: suppress ? 'suppressed' : 'unsubscribed',
            sheet: options.sheet ?? null,
            map,
            takeRejects: target && ((pieces) => target.write(pieces)),
            report: (row) => reportRow(shell, file, row),
            confirmed: options.confirm ?? null,
            dryRun,
          },
          commandActor,
          shell.signal,
        )
        await target?.finish()
        reportFile(shell, file, imported)
        reportImport(shell, imported, { rejects, dryRun })
      },
      { isBulk: true },
    )
  } finally {
    await target?.close()
  }
}

async function requireList(file: string, path: string): Promise<void> {
  const most = mostImportBytes / 2 ** 20
  const found = await stat(path).catch((cause: unknown) => {
    throw new AppError('bad-input', said('cannot-read', { file, why: reasonOf(cause) }), { cause })
  })
  if (found.isDirectory()) throw new AppError('bad-input', text(`${file} is a folder, not a list`))
  if (found.size > mostImportBytes)
    throw new AppError('bad-input', text(`${file} is larger than ${most} MB; import it in several pieces`))
}
