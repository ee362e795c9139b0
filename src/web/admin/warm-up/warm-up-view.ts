import { barExceeded, percentOf } from '../../../core/entities/sending/warm-up-plan.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import type { CalendarDay } from '../../../services/sending/warm-up/calendar.ts'
import type { ShownWarmUp } from '../../../services/sending/warm-up/show-warm-up.ts'
import { moment, shortDate } from '../../desk/frame/times.ts'
import type { Admin } from '../frame/admin.ts'

const numbers = new Intl.NumberFormat('en-GB')
const shares = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 })

/** The open warm-up, or the last one, for its page. */
export function warmUpView({ say }: Admin, shown: ShownWarmUp | null, zone: string) {
  if (!shown) return { isOpen: false, isPaused: false, last: null, days: [], calendar: [] }
  const { warmUp, days, waiting, calendar } = shown
  const { state, bars, steps, admitted, timeZone, reason, stateAt } = warmUp
  const isOpen = state === 'running' || state === 'paused'
  const all = admitted + waiting
  return {
    isOpen,
    isPaused: state === 'paused',
    last: {
      standing: say(`warm-up-is-${state}`),
      since: moment(stateAt, zone),
      why: reason === null ? '' : wholeSentence('en', reason),
      progress: say(days.length === 0 ? 'warm-up-progress-none' : 'warm-up-progress', {
        day: days.length,
        count: admitted,
        all: numbers.format(all),
      }),
      admitted,
      all,
      steps: steps.map((step) => numbers.format(step)).join(', '),
      bounces: shares.format(bars.bounces),
      complaints: shares.format(bars.complaints),
      timeZone,
    },
    days: days.map(({ date, joined, total, figures }) => ({
      date: shortDate(date),
      joined: numbers.format(joined),
      total: numbers.format(total),
      accepted: numbers.format(figures.accepted),
      bounces: counted(figures.bounces, figures.accepted),
      complaints: counted(figures.complaints, figures.accepted),
      over: barExceeded(bars, figures) ?? '',
    })),
    calendar: calendarView(calendar),
  }
}

const counted = (count: number, accepted: number): string =>
  count === 0 ? '0' : `${numbers.format(count)} (${shares.format(percentOf(count, accepted))} %)`

export const calendarView = (calendar: readonly CalendarDay[]) =>
  calendar.map(({ date, admitted, total }) => ({
    date: shortDate(date),
    admitted: numbers.format(admitted),
    total: numbers.format(total),
  }))
