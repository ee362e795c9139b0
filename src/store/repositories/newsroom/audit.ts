import type { Kysely, Selectable } from 'kysely'
import type { AuditEntry, RecordedEntry } from '../../../core/entities/audit.ts'
import type { ReaderChange } from '../../../core/entities/readers/reader-history.ts'
import { actorText } from '../../../core/entities/actor.ts'
import { fromJson, toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type AuditStore = ReturnType<typeof auditStore>

const changeOf = (row: Selectable<Tables['audit']>): ReaderChange => ({
  ...row,
  at: toInstant(row.at),
  detail: fromJson<Record<string, unknown>>(row.detail),
})

/** Who did what, when; written in the transaction that did it. */
export function auditStore(db: Kysely<Tables>) {
  return {
    async append(entry: AuditEntry): Promise<void> {
      await db
        .insertInto('audit')
        .values({
          at: toMs(entry.at),
          actor: actorText(entry.actor),
          action: entry.action,
          subject: entry.subject,
          detail: JSON.stringify(entry.detail ?? {}),
        })
        .execute()
    },

    /** The same for many at once. */
    async appendAll(entries: readonly AuditEntry[]): Promise<void> {
      if (entries.length === 0) return
      const rows = entries.map(({ at, actor, action, subject, detail = {} }) => ({
        at: toMs(at),
        actor: actorText(actor),
        action,
        subject,
        detail: JSON.stringify(detail),
      }))
      await db.insertInto('audit').values(rows).execute()
    },

    /** What was done to any of some subjects, newest first. */
    async ofAny(subjects: readonly string[], count: number): Promise<ReaderChange[]> {
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .where('subject', 'in', subjects)
        .orderBy('id', 'desc')
        .limit(count)
        .execute()
      return rows.map(changeOf)
    },

    /** What some kinds of actors did to some subjects since an instant, inclusive, oldest first. */
    async since(
      subjects: readonly string[],
      actions: readonly string[],
      since: Temporal.Instant,
    ): Promise<ReaderChange[]> {
      if (subjects.length === 0 || actions.length === 0) return []
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .where('subject', 'in', subjects)
        .where('action', 'in', actions)
        .where('at', '>=', toMs(since))
        .orderBy('id')
        .execute()
      return rows.map(changeOf)
    },

    /** What was done to a subject, newest first, with the actor as stored text. */
    async of(subject: string, count: number): Promise<RecordedEntry[]> {
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .where('subject', '=', subject)
        .orderBy('id', 'desc')
        .limit(count)
        .execute()
      return rows.map(({ at, actor, action, detail }) => ({
        at: toInstant(at),
        actor,
        action,
        detail: fromJson<Record<string, unknown>>(detail),
      }))
    },
  }
}
