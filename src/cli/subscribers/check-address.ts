import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { checkAddresses, type KnownDomains } from '../../services/subscribers/hygiene/check-addresses.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { exitCode } from '../kit/exit-codes.ts'

interface Options {
  mx?: boolean
  json?: boolean
}

/** Addresses checked at once. */
const batch = 500

/** `subscribers check-address`: needs no database. */
export function registerCheckAddress(group: Command, shell: Shell): void {
  const command = group
    .command('check-address')
    .description('check whether e-mails can reach addresses: deliverable, risky or invalid, with reasons')
    .argument('[addresses...]', 'the addresses; if none is given, one per line from standard input')
    .option('--mx', 'also ask DNS whether their domains accept e-mail')
    .addOption(jsonFlag())
    .action((addresses: string[], options: Options) => check(shell, addresses, options))
  withExamples(
    command,
    'daywire subscribers check-address ann@gmial.com',
    'daywire subscribers check-address --json < addresses.txt',
  )
}

async function check(shell: Shell, addresses: string[], { mx, json }: Options): Promise<void> {
  const known: KnownDomains = new Map()
  const counts = { deliverable: 0, risky: 0, invalid: 0 }
  for await (const some of batches(addresses.length > 0 ? addresses : linesOf(shell)))
    for (const one of await checkAddresses(some, mx ? shell.resolver : null, known)) {
      counts[one.verdict] += 1
      if (json) shell.json(one)
      else shell.print(inWords(one))
    }
  const { deliverable, risky, invalid } = counts
  shell.say(
    `${counted(deliverable + risky + invalid, 'address', 'addresses')}: ${deliverable} deliverable, ${risky} risky, ${invalid} invalid`,
  )
  if (invalid > 0 && addresses.length > 0) shell.finish(exitCode.failed)
}

type Judged = Awaited<ReturnType<typeof checkAddresses>>[number]

function inWords({ address, verdict, reasons, suggestion }: Judged): string {
  const why = reasons.length > 0 ? ` (${reasons.join(', ')})` : ''
  return `${address}: ${verdict}${why}${suggestion === null ? '' : `; perhaps ${suggestion}`}`
}

async function* linesOf({ stdin }: Shell): AsyncGenerator<string> {
  for await (const line of createInterface({ input: stdin, crlfDelay: Infinity }))
    if (line.trim() !== '') yield line.replace(/^\ufeff/, '')
}

async function* batches(lines: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string[]> {
  let held: string[] = []
  for await (const line of lines) {
    held.push(line)
    if (held.length < batch) continue
    yield held
    held = []
  }
  yield held
}
