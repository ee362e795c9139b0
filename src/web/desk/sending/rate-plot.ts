import { drawPlot } from '../frame/plot.ts'
import { hour } from '../frame/times.ts'

/** Accepted e-mails per second, over time in a zone. */
export function ratePlot(
  label: string,
  rate: readonly { at: Temporal.Instant; perSecond: number }[],
  zone: string,
): Promise<string> {
  const points = rate.map(({ at, perSecond }) => ({ at: at.epochMilliseconds, perSecond }))
  const axis = {
    label: null,
    ticks: 5,
    tickFormat: (at: { valueOf(): number }) =>
      hour(Temporal.Instant.fromEpochMilliseconds(at.valueOf()), zone),
  }
  return drawPlot(
    label,
    { x: { ...axis, type: 'utc' }, y: { label: null, grid: true, zero: true, ticks: 4 } },
    (plot) => [
      plot.areaY(points, { x: 'at', y: 'perSecond', className: 'under' }),
      plot.lineY(points, { x: 'at', y: 'perSecond', className: 'line' }),
      plot.ruleY([0]),
    ],
  )
}
