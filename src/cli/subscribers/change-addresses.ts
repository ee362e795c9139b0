import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { AppError, reasonOf } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'
import {
  changeAddresses,
  type ChangedAddresses,
} from '../../services/subscribers/managing/change-addresses.ts'
import { dryRunFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { exitCode } from '../kit/exit-codes.ts'
import { withApp } from '../kit/with-app.ts'

interface Options {
  partly?: boolean
  dryRun?: boolean
}

/** Bytes of a list: ample for 20,000 lines. */
const mostBytes = 16 * 1024 * 1024

/** `subscribers change-addresses`: all or nothing, unless `--partly` allows the valid lines. */
export function registerChangeAddresses(group: Command, shell: Shell): void {
  const command = group
    .command('change-addresses')
    .description(
      'change addresses of readers with a list of an old and a new address per line; choices and history stay',
    )
    .argument('<file>', 'the list, with lines such as old@example.org,new@example.org')
    .option('--partly', 'change the other addresses even if some lines have a fault')
    .addOption(dryRunFlag())
    .action((file: string, { partly = false, dryRun = false }: Options) =>
      withApp(shell, async ({ context }) => {
        const bytes = await readList(file, resolve(shell.cwd, file))
        const result = await changeAddresses(context, bytes, { partly, dryRun }, commandActor)
        for (const { line, says } of result.faults) shell.say(`${file}, line ${line}: ${english(says)}`)
        shell.say(inWords(result, { dryRun, partly }))
        if (result.faults.length > 0) shell.finish(result.written ? exitCode.part : exitCode.failed)
      }),
    )
  withExamples(
    command,
    'daywire subscribers change-addresses moved.csv --dry-run',
    'daywire subscribers change-addresses moved.csv --partly',
  )
}

function inWords(
  { changed, faults, written }: ChangedAddresses,
  { dryRun, partly }: Required<Options>,
): string {
  const addresses = counted(changed, 'address', 'addresses')
  if (written) return `${addresses} changed`
  if (dryRun && (partly || faults.length === 0)) return `${addresses} would be changed`
  return `nothing ${dryRun ? 'would be' : 'was'} changed${changed > 0 ? `; with --partly, ${addresses} would be` : ''}`
}

async function readList(file: string, path: string): Promise<Buffer> {
  try {
    if ((await stat(path)).size <= mostBytes) return await readFile(path)
  } catch (cause) {
    throw new AppError('bad-input', said('cannot-read', { file, why: reasonOf(cause) }), { cause })
  }
  throw new AppError('bad-input', said('address-list-long', { most: 20_000 }))
}
