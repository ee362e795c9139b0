import { AppError } from '../../core/errors.ts'
import { domainOf } from '../../core/smtp/limits.ts'
import type { Clock, Events, Random } from '../../core/ports.ts'
import { RoutedSession } from './routed-session.ts'
import type { Session, Transport } from './transport.ts'
import { said } from '../../core/said/said.ts'

/** One of several ways to send, with any kind of transport. */
export interface Relay {
  /** Its display name. */
  name: string
  /** Lower numbers are tried first. */
  priority: number
  /** Its share among relays of equal priority (RFC 2782). */
  weight: number
  /** Recipients' domains that use only this relay, `*.` before one for all its subdomains; empty: all domains that no relay names. */
  domains: readonly string[]
  /** Each call returns a transport with its own connections. */
  transport: () => Transport
}

type Opened = Omit<Relay, 'transport'> & { transport: Transport; sessions: Set<Session> }
type Route = readonly Opened[]
/** Relays by name: those that failed, and when each last accepted a connection. */
interface Health {
  resting: Map<string, { until: Temporal.Instant; fault: AppError }>
  opened: Map<string, Temporal.Instant>
}

interface Platform {
  clock: Clock
  random: Random
  events: Events
}

/** How long a failed relay is not tried again, so that its timeout is not waited for repeatedly. */
const rest: Temporal.DurationLike = { seconds: 30 }

const fits = (pattern: string, domain: string) =>
  pattern.startsWith('*.') ? domain.endsWith(pattern.slice(1)) : domain === pattern

/** Several relays as one transport. Each call returns a transport with its own connections; all share the relays' health. */
export function openRelays(relays: readonly Relay[], platform: Platform): () => Transport {
  const health: Health = { resting: new Map(), opened: new Map() }
  return () => {
    const opened = relays.map((relay) => ({
      ...relay,
      transport: relay.transport(),
      sessions: new Set<Session>(),
    }))
    return transportOver(opened, (choice) => openFirst(choice, health, platform))
  }
}

function transportOver(relays: readonly Opened[], open: (choice: Route) => Promise<Session>): Transport {
  const defaultRelays = relays.filter(({ domains }) => domains.length === 0)
  /** One list for all domains with the same relays. */
  const routes = new Map<string, Route>()
  const routeOf = (address: string): Route => {
    const domain = domainOf(address)
    const named = relays.filter(({ domains }) => domains.some((pattern) => fits(pattern, domain)))
    return named.length === 0
      ? defaultRelays
      : routes.getOrInsert(named.map((relay) => relays.indexOf(relay)).join(), named)
  }
  return {
    describes: relays.map(({ transport }) => transport.describes).join(', '),
    async open() {
      const session = await open(defaultRelays)
      return relays.length === defaultRelays.length
        ? session
        : new RoutedSession(session, defaultRelays, routeOf, open)
    },
    async close() {
      await Promise.all(relays.map(({ transport }) => transport.close()))
    },
  }
}

/**
 * Opens a session with the first relay that accepts one. Throws the fault if there is only one relay, otherwise one that lists all faults.
 */
async function openFirst(
  choice: Route,
  health: Health,
  { clock, random, events }: Platform,
): Promise<Session> {
  const faults: [string, AppError][] = []
  const restOf = (name: string) => {
    const known = health.resting.get(name)
    return known && Temporal.Instant.compare(clock.now(), known.until) < 0 ? known : null
  }
  const stillWorks = (name: string, sessions: Set<Session>) => {
    const opened = health.opened.get(name)
    const isRecent = opened && Temporal.Instant.compare(clock.now(), opened.add(rest)) < 0
    return isRecent || [...sessions].some(({ usable }) => usable)
  }
  for (const { name, transport, sessions } of inOrder(choice, random)) {
    const resting = restOf(name)
    if (resting) {
      faults.push([name, resting.fault])
      continue
    }
    for (const session of sessions) if (!session.usable) sessions.delete(session)
    try {
      const session = await transport.open()
      health.resting.delete(name)
      health.opened.set(name, clock.now())
      sessions.add(session)
      return session
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      faults.push([name, error])
      // A relay that accepted connections and refuses more is working: it has as many as it wants, or soon ends each of them.
      if (stillWorks(name, sessions) || restOf(name)) continue
      health.resting.set(name, { until: clock.now().add(rest), fault: error })
      const message = `${name} cannot be used: ${error.message}`
      if (choice.length > 1) events.emit({ name: 'relay.failed', message, data: { relay: name } })
    }
  }
  throw noneOf(faults)
}

/** By priority, and randomly by weight among equals. */
function inOrder(relays: Route, random: Random): Opened[] {
  const left = relays.toSorted((a, b) => a.priority - b.priority)
  const order: Opened[] = []
  for (let first = left[0]; first; first = left[0]) {
    const { priority } = first
    const peers = left.filter((relay) => relay.priority === priority)
    let at = random.next() * peers.reduce((sum, { weight }) => sum + weight, 0)
    const chosen = peers.find(({ weight }) => (at -= weight) < 0) ?? first
    order.push(chosen)
    left.splice(left.indexOf(chosen), 1)
  }
  return order
}

function noneOf(faults: readonly [string, AppError][]): AppError {
  const [only] = faults
  if (only && faults.length === 1) return only[1]
  const later = faults.some(([, { code }]) => code === 'smtp-unavailable')
  return new AppError(
    later ? 'smtp-unavailable' : 'smtp-refused',
    said('no-relay', {
      faults: faults.map(([name, { says }]) => said('fault-in', { place: name, why: says })),
    }),
  )
}
