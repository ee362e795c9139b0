import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { defaultWarmUp } from '../../core/entities/sending/warm-up.ts'
import { saidOf } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'
import { calendarOf } from '../../services/sending/warm-up/calendar.ts'
import { countWaiting } from '../../services/sending/warm-up/count-waiting.ts'
import { planWarmUp, startWarmUp, type WantedWarmUp } from '../../services/sending/warm-up/start-warm-up.ts'
import { commaList, dryRunFlag, jsonFlag, positiveNumber, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { done } from '../kit/done.ts'
import { withApp } from '../kit/with-app.ts'
import { printCalendar, printPlan } from './print.ts'

interface Options {
  steps?: string[]
  bounces?: number
  complaints?: number
  timeZone?: string
  dryRun?: boolean
  json?: boolean
}

/** `warm-up start` */
export function registerStart(group: Command, shell: Shell): void {
  const { bars } = defaultWarmUp
  const command = group
    .command('start')
    .description('start a warm-up with the next edition; readers who are not included yet get no editions')
    .addOption(
      new Option(
        '--steps <list>',
        `how many readers get e-mail in all on each day of sending (default: ${defaultWarmUp.steps.join()}); after the last one, the number doubles each day`,
      ).argParser(commaList),
    )
    .addOption(percent('--bounces <percent>', `pause at this share of bounces (default: ${bars.bounces})`))
    .addOption(
      percent('--complaints <percent>', `pause at this share of complaints (default: ${bars.complaints})`),
    )
    .option('--time-zone <zone>', 'whose midnight begins a day (default: that of the first digest)')
    .addOption(dryRunFlag())
    .addOption(jsonFlag())
    .action(({ steps, bounces, complaints, timeZone, dryRun, json }: Options) => {
      const bars = { ...(bounces && { bounces }), ...(complaints && { complaints }) }
      const wanted: WantedWarmUp = { steps, bars, timeZone }
      return withApp(shell, async ({ context }) => {
        const plan = await planWarmUp(context, wanted)
        if (!plan.ok) return command.error(`error: ${english(saidOf(plan))}`)
        if (!dryRun) done(await startWarmUp(context, wanted, commandActor))
        const waiting = await countWaiting(context, null)
        const calendar = await calendarOf(context, { ...plan, days: [], admitted: 0 }, waiting)
        const { ok: _ok, ...shown } = plan
        if (json) return shell.json({ ...shown, waiting, calendar })
        printPlan(shell, plan)
        printCalendar(shell, calendar)
        shell.say(dryRun ? 'nothing was changed' : 'the warm-up begins with the next edition')
      })
    })
  withExamples(
    command,
    'daywire warm-up start --dry-run',
    'daywire warm-up start',
    'daywire warm-up start --steps 50,100,500,1000,5000 --bounces 3 --complaints 0.1',
  )
}

const percent = (flags: string, about: string) => new Option(flags, about).argParser(positiveNumber)
