import type { GaugeReading } from '../../core/metrics/gauges.ts'
import type { Context } from '../context.ts'

/** The free space of this host's disk; empty if its volume does not report it. */
export function diskGauges({ disk }: Pick<Context, 'disk'>): GaugeReading[] {
  const space = disk.space()
  if (!space) return []
  return [
    { name: 'daywire_disk_free_bytes', labels: {}, value: space.free },
    { name: 'daywire_disk_floor_bytes', labels: {}, value: space.floor },
  ]
}
