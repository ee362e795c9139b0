import { percentOf } from '../../core/entities/sending/warm-up-plan.ts'
import type { WarmUpPlan } from '../../core/entities/sending/warm-up.ts'
import { english } from '../../core/said/sentence.ts'
import type { CalendarDay } from '../../services/sending/warm-up/calendar.ts'
import type { ShownWarmUp } from '../../services/sending/warm-up/show-warm-up.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { table } from '../kit/table.ts'

/** `running since 2026-11-10T07:00:00Z: day 3, 800 readers included, 399200 waiting` */
export function printState(shell: Shell, { warmUp, days, waiting }: ShownWarmUp): void {
  const { state, stateAt, stateBy, reason, admitted } = warmUp
  const isOpen = state === 'running' || state === 'paused'
  const progress = `day ${days.length}, ${counted(admitted, 'reader')} included`
  shell.print(
    `${state} since ${stateAt.toString({ smallestUnit: 'second' })} (by ${stateBy}): ${progress}${isOpen ? `, ${waiting} waiting` : ''}`,
  )
  if (reason !== null) shell.print(typeof reason === 'string' ? reason : english(reason))
}

export function printPlan(shell: Shell, { steps, bars, timeZone }: WarmUpPlan): void {
  shell.print(`readers in all by day: ${steps.join(', ')}, then twice as many each day (days of ${timeZone})`)
  shell.print(`pauses at ${bars.bounces} % bounces or ${bars.complaints} % complaints in a day's e-mails`)
}

export function printDays(shell: Shell, days: ShownWarmUp['days']): void {
  shell.print(
    table(
      ['date', 'included', 'in all', 'accepted', 'bounces', 'complaints'],
      days.map(({ date, joined, total, figures: { accepted, bounces, complaints } }) => [
        date.toString(),
        joined,
        total,
        accepted,
        `${bounces} (${percentOf(bounces, accepted)} %)`,
        `${complaints} (${percentOf(complaints, accepted)} %)`,
      ]),
    ),
  )
}

export function printCalendar(shell: Shell, calendar: readonly CalendarDay[]): void {
  if (calendar.length === 0) return shell.print('nobody is waiting')
  shell.print(
    table(
      ['to come', 'included', 'in all'],
      calendar.map(({ date, admitted, total }) => [date.toString(), admitted, total]),
    ),
  )
}
