import type { Metrics } from '../../core/ports.ts'
import type { SendOutcome, Session, Transport } from './transport.ts'

/** A transport to a server, with its connections and replies counted. */
export function countedTransport(transport: Transport, metrics: Metrics): Transport {
  return {
    describes: transport.describes,
    async open() {
      try {
        const session = await transport.open()
        metrics.count('daywire_smtp_connections_total', { outcome: 'opened' })
        return countedSession(session, metrics)
      } catch (error) {
        metrics.count('daywire_smtp_connections_total', { outcome: 'failed' })
        throw error
      }
    },
    close: () => transport.close(),
  }
}

function countedSession(session: Session, metrics: Metrics): Session {
  return {
    get usable() {
      return session.usable
    },
    quit: () => session.quit(),
    async send(mail) {
      const outcome = await session.send(mail)
      if (outcome.outcome !== 'withdrawn')
        metrics.count('daywire_smtp_replies_total', { class: classOf(outcome) })
      return outcome
    },
  }
}

function classOf(outcome: Exclude<SendOutcome, { outcome: 'withdrawn' }>): '2xx' | '4xx' | '5xx' | 'none' {
  if (outcome.outcome === 'sent') return '2xx'
  const code = outcome.outcome === 'unknown' ? null : outcome.code
  if (code === null || code < 400) return 'none'
  return code < 500 ? '4xx' : '5xx'
}
