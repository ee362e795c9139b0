import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { saidOf } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'
import { changeWarmUpPlan } from '../../services/sending/warm-up/change-plan.ts'
import { calendarOf, soFar } from '../../services/sending/warm-up/calendar.ts'
import { showWarmUp } from '../../services/sending/warm-up/show-warm-up.ts'
import { commaList, dryRunFlag, positiveNumber, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { done } from '../kit/done.ts'
import { withApp } from '../kit/with-app.ts'
import { printCalendar, printPlan } from './print.ts'

interface Options {
  steps?: string[]
  bounces?: number
  complaints?: number
  note: string
  dryRun?: boolean
}

/** `warm-up change`. */
export function registerPlan(group: Command, shell: Shell): void {
  const percent = (flags: string, about: string) => new Option(flags, about).argParser(positiveNumber)
  const command = group
    .command('change')
    .description(
      'change the steps or limits of the warm-up in progress; a day that has begun keeps its number',
    )
    .addOption(
      new Option('--steps <list>', 'how many readers get e-mail in all on each day of sending').argParser(
        commaList,
      ),
    )
    .addOption(percent('--bounces <percent>', 'pause at this share of bounces'))
    .addOption(percent('--complaints <percent>', 'pause at this share of complaints'))
    .requiredOption('--note <text>', 'why, kept in the audit log')
    .addOption(dryRunFlag())
    .action(({ steps, bounces, complaints, note, dryRun = false }: Options) =>
      withApp(shell, async ({ context }) => {
        const bars = { ...(bounces && { bounces }), ...(complaints && { complaints }) }
        const how = { note, actor: commandActor, dryRun }
        const changed = await changeWarmUpPlan(context, { steps, bars }, how)
        if (!changed.ok && changed.field) return command.error(`error: ${english(saidOf(changed))}`)
        if (!changed.ok) return void done(changed)
        printPlan(shell, changed)
        const shown = await showWarmUp(context, commandActor)
        if (shown) {
          const { warmUp, days, waiting } = shown
          printCalendar(shell, await calendarOf(context, soFar({ ...warmUp, ...changed }, days), waiting))
        }
        shell.say(dryRun ? 'nothing was changed' : 'the plan is changed')
      }),
    )
  withExamples(
    command,
    'daywire warm-up change --steps 200,400,1000,5000 --note "the relay copes well"',
    'daywire warm-up change --bounces 3 --note "to be on the safe side" --dry-run',
  )
}
