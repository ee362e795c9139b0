import type { SettableClock } from '../core/clock.ts'
import type { Events } from '../core/ports.ts'
import type { Store } from '../store/store.ts'

export interface ServerClockDeps {
  store: Pick<Store, 'serverTime'>
  clock: SettableClock
  events: Events
}

/** Milliseconds by which clocks may differ: leases are much longer. */
const tolerance = 1_000
/** Milliseconds between two checks. The clock of a machine that slept is behind until the next. */
const lookEvery = 15_000

/**
 * Sets the clock by that of the database server, if there is one: processes judge each other's leases, so those on different machines must agree on the time. An
 * event reports a clock that differed.
 */
export async function setByServer({ store, clock, events }: ServerClockDeps): Promise<void> {
  const asked = clock.now()
  const server = await store.serverTime()
  if (server === null) return
  const answered = clock.now()
  const onTheWay = asked.until(answered).total('milliseconds') / 2
  const behind = answered.until(server).total('milliseconds') + onTheWay
  if (Math.abs(behind) <= tolerance + onTheWay) return clock.setTo(answered)
  clock.setTo(answered.add({ milliseconds: Math.round(behind) }))
  const seconds = Math.round(behind / 1_000)
  const how = seconds < 0 ? `${-seconds} s ahead of` : `${seconds} s behind`
  const message = `the clock of this machine is ${how} that of the database server, which is used instead`
  events.emit({ name: 'clock.differs', message, data: { seconds } })
}

/** Sets it again from time to time. */
export function followServer(deps: ServerClockDeps): { stop(): Promise<void> } {
  let looking: Promise<void> = Promise.resolve()
  const looks = setInterval(() => {
    // Others report that the database does not answer.
    looking = setByServer(deps).catch(() => undefined)
  }, lookEvery)
  return {
    async stop() {
      clearInterval(looks)
      await looking
    },
  }
}
