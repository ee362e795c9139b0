import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { defaultWarmUp } from '../../core/entities/sending/warm-up.ts'
import { AppError } from '../../core/errors.ts'
import { saidOf } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'
import type { Context } from '../../services/context.ts'
import { calendarOf } from '../../services/sending/warm-up/calendar.ts'
import { countWaiting } from '../../services/sending/warm-up/count-waiting.ts'
import { planWarmUp, startWarmUp, type WantedWarmUp } from '../../services/sending/warm-up/start-warm-up.ts'
import { countTakenOver } from '../../services/sending/warm-up/take-over.ts'
import { commaList, dryRunFlag, jsonFlag, positiveNumber, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { withApp } from '../kit/with-app.ts'
import { printCalendar, printPlan } from './print.ts'

type Deps = Pick<Context, 'store' | 'clock'>

interface Options {
  steps?: string[]
  bounces?: number
  complaints?: number
  timeZone?: string
  afresh?: boolean
  dryRun?: boolean
  json?: boolean
}

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
    .option('--afresh', 'include nobody from an earlier warm-up: for another mail server or IP address')
    .addOption(dryRunFlag())
    .addOption(jsonFlag())
    .action(({ steps, bounces, complaints, timeZone, afresh = false, dryRun, json }: Options) => {
      const bars = { ...(bounces && { bounces }), ...(complaints && { complaints }) }
      const wanted: WantedWarmUp = { steps, bars, timeZone, isAfresh: afresh }
      return withApp(shell, async ({ context }) => {
        const plan = await planWarmUp(context, wanted)
        if (!plan.ok) return command.error(`error: ${english(saidOf(plan))}`)
        const { admitted, waiting } = dryRun ? await foresee(context, afresh) : await start(context, wanted)
        const calendar = await calendarOf(context, { ...plan, days: [], admitted }, waiting)
        const { ok: _ok, ...shown } = plan
        if (json) return shell.json({ ...shown, admitted, waiting, calendar })
        printPlan(shell, plan)
        if (admitted > 0) shell.print(`included from an earlier warm-up: ${counted(admitted, 'reader')}`)
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

interface Begin {
  /** Readers already admitted by an earlier warm-up. */
  admitted: number
  waiting: number
}

async function foresee(context: Deps, afresh: boolean): Promise<Begin> {
  if (afresh) return { admitted: 0, waiting: await countWaiting(context, null) }
  return { admitted: await countTakenOver(context), waiting: await countWaiting(context, 'next') }
}

async function start(context: Deps, wanted: WantedWarmUp): Promise<Begin> {
  const started = await startWarmUp(context, wanted, commandActor)
  if (!started.ok) throw new AppError('conflict', saidOf(started))
  const { id, admitted } = started.warmUp
  return { admitted, waiting: await countWaiting(context, id) }
}

const percent = (flags: string, about: string) => new Option(flags, about).argParser(positiveNumber)
