import { AppError } from '../../core/errors.ts'
import { readRefusal } from '../../core/smtp/smtp-reply.ts'
import { clip } from '../../core/text/text.ts'
import type { OutgoingMail, SendOutcome, Session } from './transport.ts'

const longestReply = 500

/**
 * A session whose mails go by the recipient's domain. That of the everyday route is open from the start; those of others
 * are opened when first needed, and a route that cannot be had defers its own mails alone.
 */
export class RoutedSession<Route> implements Session {
  readonly #everyday: Session
  readonly #sessions = new Map<Route, Session>()
  readonly #routeOf: (address: string) => Route
  readonly #open: (route: Route) => Promise<Session>
  readonly #everydayRoute: Route

  constructor(
    everyday: Session,
    everydayRoute: Route,
    routeOf: (address: string) => Route,
    open: (route: Route) => Promise<Session>,
  ) {
    this.#everyday = everyday
    this.#everydayRoute = everydayRoute
    this.#routeOf = routeOf
    this.#open = open
  }

  get usable(): boolean {
    return this.#everyday.usable
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
    await Promise.all([this.#everyday, ...this.#sessions.values()].map((session) => session.quit()))
  }

  async #sessionFor(address: string): Promise<Session> {
    const route = this.#routeOf(address)
    if (route === this.#everydayRoute) return this.#everyday
    const known = this.#sessions.get(route)
    if (known?.usable) return known
    const session = await this.#open(route)
    this.#sessions.set(route, session)
    return session
  }
}
