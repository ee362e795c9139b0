import type { ShownSource } from '../../../services/collecting/viewing/show-source.ts'
import { drawPlot } from '../frame/plot.ts'
import { shortDate } from '../frame/times.ts'

/** New stories per day, and a mark on each day with failed readings. */
export function historyPlot(label: string, days: ShownSource['days']): Promise<string> {
  const bars = days.map(({ date, fresh, failed }) => ({ day: date.toString(), fresh, failed }))
  const everyFifth = bars.filter((_, index) => index % 5 === 4).map(({ day }) => day)
  const x = {
    label: null,
    ticks: everyFifth,
    tickFormat: (day: string) => shortDate(Temporal.PlainDate.from(day)).slice(4),
  }
  // Without it, the bars of days without stories would fill a plot of nothing else.
  const most = Math.max(1, ...bars.map(({ fresh }) => fresh))
  return drawPlot(
    label,
    {
      x: { ...x, type: 'band' },
      y: { label: null, grid: true, domain: [0, most], ticks: Math.min(4, most) },
    },
    (plot) => [
      plot.barY(bars, { x: 'day', y: 'fresh', className: 'bars' }),
      plot.dot(
        bars.filter(({ failed }) => failed > 0),
        { x: 'day', y: 0, r: 4, className: 'failures' },
      ),
      plot.ruleY([0]),
    ],
  )
}
