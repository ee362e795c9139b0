import { AppError } from '../../core/errors.ts'
import { readRefusal } from '../../core/smtp/smtp-reply.ts'
import { clip } from '../../core/text/text.ts'
import type { OutgoingMail, SendOutcome, Session } from './transport.ts'

const longestReply = 500

/**
 * A session that chooses the route by the recipient's domain. The default route is open from the start; others are opened on first use, and
 * one that fails only defers its own e-mails.
 */
export class RoutedSession<Route> implements Session {
  readonly #defaultSession: Session
  readonly #sessions = new Map<Route, Session>()
  readonly #routeOf: (address: string) => Route
  readonly #open: (route: Route) => Promise<Session>
  readonly #defaultRoute: Route

  constructor(
    defaultSession: Session,
    defaultRoute: Route,
    routeOf: (address: string) => Route,
    open: (route: Route) => Promise<Session>,
  ) {
    this.#defaultSession = defaultSession
    this.#defaultRoute = defaultRoute
    this.#routeOf = routeOf
    this.#open = open
  }

  get usable(): boolean {
    return this.#defaultSession.usable
  }

  async send(mail: OutgoingMail): Promise<SendOutcome> {
    try {
      return await (await this.#sessionFor(mail.to)).send(mail)
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('smtp-')) throw error
      const reply = clip(error.message, longestReply)
      return { outcome: 'deferred', stage: 'connect', code: null, reply, ...readRefusal(null, reply) }
    }
  }

  async quit(): Promise<void> {
    await Promise.all([this.#defaultSession, ...this.#sessions.values()].map((session) => session.quit()))
  }

  async #sessionFor(address: string): Promise<Session> {
    const route = this.#routeOf(address)
    if (route === this.#defaultRoute) return this.#defaultSession
    const known = this.#sessions.get(route)
    if (known?.usable) return known
    const session = await this.#open(route)
    this.#sessions.set(route, session)
    return session
  }
}
