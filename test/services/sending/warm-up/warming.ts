import type { Edition } from '../../../../src/core/entities/edition.ts'
import type { Digest } from '../../../../src/core/entities/newsroom.ts'
import type { Context } from '../../../../src/services/context.ts'
import { startSending } from '../../../../src/services/sending/delivery/start-sending.ts'
import type { TestDatabase } from '../../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../../newsroom.ts'

/** A newsroom with many readers, whose e-mails are accepted at once. */
export interface Warming {
  room: TestNewsroom
  home: TestDatabase
  context: Context
  /** Writes readers directly to the store, like an import: the later in the list, the newer. */
  imported(count: number, digest?: Digest): Promise<void>
  /** Sets the clock to a date and hour, UTC, and begins to send that day's edition. */
  edition(date: string, more?: { digest?: Digest; number?: number; hour?: string }): Promise<Edition>
  /** The same, approved and not begun. It carries nothing: the content of its e-mails does not matter here. */
  prepare(date: string, more?: { digest?: Digest; number?: number; hour?: string }): Promise<Edition>
  /** Has a server accept the waiting e-mails of an edition, which closes. */
  accept(edition: Edition): Promise<void>
  /** Subscriptions with an e-mail of an edition. */
  mailed(edition: Edition): Promise<number[]>
  close(): Promise<void>
}

/** On a database, with a new newsroom unless there is one. */
export async function warming(home: TestDatabase, newsroom?: TestNewsroom): Promise<Warming> {
  const room = newsroom ?? (await testNewsroom(home))
  const { context } = room.app
  let readers = 0
  const prepare: Warming['prepare'] = async (
    date,
    { digest = room.digest, number = 0, hour = '07:00' } = {},
  ) => {
    room.clock.set(`${date}T${hour}Z`)
    const at = room.clock.now()
    const when = { opensAt: at, frozenAt: at, dueAt: at, createdAt: at }
    const made = await context.store.editions.create({
      digestId: digest.id,
      date: Temporal.PlainDate.from(date),
      number,
      ...when,
    })
    if (!made) throw new Error(`there is an edition of ${date}`)
    await context.store.revisions.approve(made.id, { revision: 1, hash: '', subject: null, at, by: 'test' })
    return room.edition(made.id)
  }
  return {
    room,
    home,
    context,
    async imported(count, digest = room.digest) {
      const rows = Array.from({ length: count }, () => {
        readers += 1
        return readers
      })
      const at = room.clock.now().epochMilliseconds
      for (let from = 0; from < rows.length; from += 1_000) {
        const some = rows.slice(from, from + 1_000)
        await home.execute(`insert into subscribers (id, email, hash, created_at) values
          ${some.map((n) => `(${n + 1_000_000}, 'reader${n}@example.org', 'hash${n}', ${at})`).join()}`)
        await home.execute(`insert into subscriptions
          (id, subscriber_id, digest_id, status, topics, created_at, changed_at) values
          ${some.map((n) => `(${n + 1_000_000}, ${n + 1_000_000}, ${digest.id}, 'active', '[]', ${at + n}, ${at})`).join()}`)
      }
      // Ids for readers who are added differently.
      readers += 10
    },
    async edition(date, more = {}) {
      const edition = await prepare(date, more)
      await startSending(context, edition, true)
      return room.edition(edition.id)
    },
    prepare,
    async accept({ id }) {
      await home.execute(
        `update deliveries set status = 'sent', finished_at = due_at where edition_id = ${id} and status = 'queued'`,
      )
      await context.store.editions.close(id, await context.store.deliveries.counts(id), context.clock.now())
    },
    async mailed({ id }) {
      const rows = await home.rows(
        `select subscription_id as id from deliveries where edition_id = ${id} and status <> 'skipped' order by 1`,
      )
      return rows.map((row) => Number(row['id']))
    },
    close: () => room.close(),
  }
}
