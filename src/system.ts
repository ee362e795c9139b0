import { randomBytes, randomInt } from 'node:crypto'
import { lookup, Resolver as DnsResolver } from 'node:dns/promises'
import { setTimeout as timer } from 'node:timers/promises'
import { eventLevels, type Event, type Level } from './core/events.ts'
import { settableClock } from './core/clock.ts'
import type { Ask, Clock, Events, Progress, Random, Resolver, Wait } from './core/ports.ts'

/** The ports of this machine: the only access to its time, randomness and DNS. */

export const systemClock = settableClock({ now: () => Temporal.Now.instant() }, () => performance.now())

export const systemWait: Wait = (ms, signal) => timer(ms, undefined, { signal }).catch(() => undefined)

export const systemRandom: Random = {
  next: () => randomInt(2 ** 47) / 2 ** 47,
  bytes: (count) => randomBytes(count),
}

/** Uses the DNS servers of this machine, or those given as `address:port`. One that does not answer fails within seconds. */
export function openResolver(servers: readonly string[] = []): Resolver {
  const dns = new DnsResolver({ timeout: 3_000, tries: 2 })
  if (servers.length > 0) dns.setServers(servers)
  return {
    resolve: async (host) => (await lookup(host, { all: true })).map((answer) => answer.address),
    async addresses(name) {
      const known = await dns.resolve4(name).catch(noneOrFault)
      return known.length > 0 ? known : dns.resolve6(name).catch(noneOrFault)
    },
    texts: (name) =>
      dns.resolveTxt(name).then((records) => records.map((pieces) => pieces.join('')), noneOrFault),
    mailServers: (domain) =>
      dns
        .resolveMx(domain)
        .then(
          (records) => records.sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange),
          noneOrFault,
        ),
  }
}

export const systemResolver: Resolver = openResolver()

function noneOrFault(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOTFOUND' || error.code === 'ENODATA') return []
  throw error
}

const asking = { maxResponseSize: 64 * 1024, connect: { timeout: 5_000 } }

/** Trusts the usual certificate authorities, or the one given as PEM. */
export function openAsk(ca?: string): Ask {
  return async (url, headers) => {
    // Loaded on use: few commands contact another host.
    const { Agent, request } = await import('undici')
    const agent = new Agent(ca === undefined ? asking : { ...asking, connect: { ...asking.connect, ca } })
    try {
      const signal = AbortSignal.timeout(10_000)
      const {
        statusCode,
        headers: answered,
        body,
      } = await request(url, { dispatcher: agent, headers, signal })
      const location = answered['location']
      return {
        status: statusCode,
        location: typeof location === 'string' ? location : null,
        body: await body.text(),
      }
    } finally {
      await agent.destroy()
    }
  }
}

const levels = ['error', 'warn', 'info', 'debug'] as const

/** Writes events of a level or a more severe one as lines: instant, level, name, message, and the event's data as `name=value`. */
export function logEvents(write: (line: string) => void, clock: Clock, least: Level): Events {
  return {
    emit(event) {
      const level = eventLevels[event.name]
      if (levels.indexOf(level) > levels.indexOf(least)) return
      const at = clock.now().toString({ smallestUnit: 'second' })
      const line = [event.message, ...pairsOf(event)].join(' ').replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      write(`${at} ${level.padEnd(5)} ${event.name}: ${line}\n`)
    },
  }
}

const pairsOf = ({ data }: Event): string[] =>
  Object.entries(data ?? {}).map(
    ([name, value]) => `${name}=${/^[\w.-]*$/.test(String(value)) ? value : JSON.stringify(value)}`,
  )

export const silentProgress: Progress = { step: () => undefined }

/** On a terminal, shows progress as one line that is overwritten; elsewhere as a line for every tenth. */
export function showProgress(write: (text: string) => void, isTerminal: boolean): Progress {
  const shown = new Map<string, number>()
  return {
    step(name, done, total) {
      const tenth = total === 0 ? 10 : Math.floor((done / total) * 10)
      if (isTerminal) write(`\r\u001B[K${name}: ${done} of ${total}${done >= total ? '\n' : ''}`)
      else if (shown.get(name) !== tenth) write(`${name}: ${done} of ${total}\n`)
      shown.set(name, tenth)
    },
  }
}
