import type { Command } from 'commander'
import { english } from '../core/said/sentence.ts'
import { clip } from '../core/text/text.ts'
import { collect } from '../services/collecting/reading/collect.ts'
import type { Collected } from '../services/collecting/reading/collected.ts'
import { requireSpace } from '../services/disk/require-space.ts'
import { dateOption, jsonFlag, withExamples } from './kit/arguments.ts'
import { counted } from './kit/counted.ts'
import type { App, Shell } from './kit/context.ts'
import { exitCode } from './kit/exit-codes.ts'
import { table } from './kit/table.ts'
import { withApp, withDigest } from './kit/with-app.ts'

interface Options {
  date?: Temporal.PlainDate
  json?: boolean
}

/** `collect`: exit 3 if a source failed, or was skipped because of a signal to stop. */
export function registerCollect(program: Command, shell: Shell): void {
  const command = program
    .command('collect')
    .description('read every source and keep what is new')
    .argument('[digest]', 'the digest whose time zone and hours --date refers to, if there are several')
    .addOption(dateOption('collect as of that local date'))
    .addOption(jsonFlag())
    .action(async (key: string | undefined, { date, json }: Options) => {
      const collected = date
        ? await withDigest(shell, { key, date }, ({ context }) => collectNow(shell, context))
        : await withApp(shell, ({ context }) => collectNow(shell, context))
      if (json) for (const one of collected) shell.json(one)
      else shell.print(collectedTable(collected))
      const failed = collected.filter((one) => one.outcome === 'failed').length
      const unread = collected.filter((one) => one.outcome === 'unread').length
      shell.say(
        `${counted(collected.length, 'source')}, ${counted(total(collected), 'new story', 'new stories')}, ${failed} failed${unread > 0 ? `, ${unread} not read` : ''}`,
      )
      reportElsewhere(shell, collected)
      if (collected.length === 0) shell.say('add a source with: daywire sources add NAME LOCATION')
      if (failed + unread > 0) shell.finish(exitCode.part)
    })
  withExamples(command, 'daywire collect', 'daywire collect --json')
}

function collectNow(shell: Shell, context: App['context']): Promise<Collected[]> {
  requireSpace(context)
  return collect(context, { signal: shell.signal })
}

const total = (collected: Collected[]) => collected.reduce((sum, one) => sum + one.fresh, 0)

/** Reports the sources that another process is collecting; it stores their stories. */
export function reportElsewhere(shell: Shell, collected: readonly Collected[]): void {
  const names = collected.filter(({ outcome }) => outcome === 'elsewhere').map(({ source }) => source)
  if (names.length > 0)
    shell.say(`not read here, as another process was reading at the same time: ${names.join(', ')}`)
}

export function collectedTable(collected: Collected[]): string {
  return table(
    ['source', 'outcome', 'found', 'new', 'changed', 'notes'],
    collected.map((one) => [
      one.source,
      one.outcome,
      one.found,
      one.fresh,
      one.changed,
      clip(one.notes.map(english).join('; '), 100),
    ]),
  )
}
