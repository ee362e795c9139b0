import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { showWarmUp } from '../../services/sending/warm-up/show-warm-up.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { printCalendar, printDays, printPlan, printState } from './print.ts'

export function registerStatus(group: Command, shell: Shell): void {
  const command = group
    .command('status')
    .description('show the plan, the progress, bounces and complaints, and the days to come')
    .addOption(jsonFlag())
    .action(({ json }: { json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const shown = await showWarmUp(context, commandActor)
        if (json) return shell.json(shown === null ? { state: 'none' } : jsonOf(shown))
        if (!shown) return shell.say('there has been no warm-up; all readers get each edition')
        printState(shell, shown)
        printPlan(shell, shown.warmUp)
        if (shown.days.length > 0) printDays(shell, shown.days)
        if (shown.calendar.length > 0) printCalendar(shell, shown.calendar)
      }),
    )
  withExamples(command, 'daywire warm-up status', 'daywire warm-up status --json')
}

/** Omits internal fields. */
function jsonOf({ warmUp, days, waiting, calendar }: NonNullable<Awaited<ReturnType<typeof showWarmUp>>>) {
  const { id: _id, takenOverTo: _takenOverTo, ...plan } = warmUp
  return {
    ...plan,
    waiting,
    days: days.map(({ date, target, joined, total, figures }) => ({
      date,
      target,
      admitted: joined,
      total,
      ...figures,
    })),
    calendar,
  }
}
