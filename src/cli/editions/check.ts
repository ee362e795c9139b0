import type { Command } from 'commander'
import type { CheckResult } from '../../core/entities/check.ts'
import { checkEdition, type Checked } from '../../services/editions/checks/check-edition.ts'
import { placeSaid } from '../../services/editions/checks/place-said.ts'
import { english } from '../../core/said/sentence.ts'
import { pickEdition } from '../../services/editions/viewing/pick-edition.ts'
import { dateOption, jsonFlag, numberOption, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { exitCode } from '../kit/exit-codes.ts'
import { editionName } from '../kit/outcome.ts'
import { table } from '../kit/table.ts'
import { withDigest } from '../kit/with-app.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  json?: boolean
}

/** `editions check`: the findings of the checks about an edition's current revision. */
export function registerCheck(group: Command, shell: Shell): void {
  const command = group
    .command('check')
    .description('run the checks on an edition: what blocks its approval, and what only warns')
    .argument('[digest]', 'the digest, if there are several')
    .addOption(dateOption('the local date of the edition; the newest if not given'))
    .addOption(numberOption())
    .addOption(jsonFlag())
    .action((key: string | undefined, { date, number, json }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const edition = await pickEdition(context, digest, date ?? null, number)
        const checked = await checkEdition(context, edition)
        const stateOf = stateFinder(checked)
        if (json)
          for (const result of checked.results)
            shell.json({ ...result, state: stateOf(result), sentence: english(result) })
        else if (checked.results.length > 0) shell.print(tableOf(checked.results, stateOf))
        const blocking = checked.results.filter((result) => stateOf(result) === 'blocks').length
        const name = `${editionName(digest.key, edition)}, revision ${checked.revision}`
        shell.say(
          `${name}: ${blocking === 0 ? 'nothing blocks it' : `${counted(blocking, 'finding')} block it`}, of ${counted(checked.results.length, 'finding')}`,
        )
        if (blocking > 0) shell.finish(exitCode.failed)
      }),
    )
  withExamples(command, 'daywire editions check daily', 'daywire editions check daily --json')
  command.addHelpText('after', '\nExit codes: 0 nothing blocks the approval, 1 something does')
}

type State = 'blocks' | 'warns' | 'passed'

function stateFinder({ passed }: Checked): (result: CheckResult) => State {
  const names = new Set(passed.map(({ check }) => check))
  return ({ check, severity }) => {
    if (severity === 'warn') return 'warns'
    return names.has(check) ? 'passed' : 'blocks'
  }
}

function tableOf(results: CheckResult[], stateOf: (result: CheckResult) => State): string {
  return table(
    ['', 'check', 'where', 'what'],
    results.map((result) => [
      stateOf(result),
      result.check,
      english(placeSaid(result.place)),
      english(result),
    ]),
  )
}
