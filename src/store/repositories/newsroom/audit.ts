import type { Kysely } from 'kysely'
import type { AuditEntry } from '../../../core/entities/audit.ts'
import { actorText } from '../../../core/entities/actor.ts'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type AuditStore = ReturnType<typeof auditStore>

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
  }
}
