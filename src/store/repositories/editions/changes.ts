import type { Kysely, Selectable } from 'kysely'
import { actorFrom, actorText, systemActor, type Actor } from '../../../core/entities/actor.ts'
import type { ChangeKind, MadeChange, Touch, Value } from '../../../core/entities/changes/change.ts'
import { fromJson, toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type ChangesStore = ReturnType<typeof changesStore>

type ChangeRow = Selectable<Tables['changes']>

/** Changes by editors, in order. Their transactions take the lock `changes`, so ids are in the order of commits. */
export function changesStore(db: Kysely<Tables>) {
  const asMade = async (rows: ChangeRow[]): Promise<MadeChange[]> => {
    const ids = rows.map(({ id }) => id)
    const touches =
      ids.length === 0
        ? []
        : await db.selectFrom('touches').selectAll().where('change_id', 'in', ids).orderBy('key').execute()
    const byChange = Map.groupBy(touches, ({ change_id }) => change_id)
    return rows.map((row) => ({
      id: row.id,
      digestId: row.digest_id,
      date: Temporal.PlainDate.from(row.date),
      editionId: row.edition_id,
      revision: row.revision,
      actor: actorFrom(row.actor) ?? systemActor,
      at: toInstant(row.at),
      kind: row.kind as ChangeKind,
      undoes: row.undoes,
      touches: (byChange.get(row.id) ?? []).map(({ key, before, after }) => ({
        key,
        before: fromJson<Value>(before),
        after: fromJson<Value>(after),
      })),
    }))
  }

  return {
    /** Records a change; returns its id. */
    async append(change: Omit<MadeChange, 'id'>): Promise<number> {
      const { id } = await db
        .insertInto('changes')
        .values({
          digest_id: change.digestId,
          date: change.date.toString(),
          edition_id: change.editionId,
          revision: change.revision,
          actor: actorText(change.actor),
          at: toMs(change.at),
          kind: change.kind,
          undoes: change.undoes,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      const rows = change.touches.map(({ key, before, after }: Touch) => ({
        change_id: id,
        key,
        before: JSON.stringify(before),
        after: JSON.stringify(after),
      }))
      if (rows.length > 0) await db.insertInto('touches').values(rows).execute()
      return id
    },

    /** The newest change of any kind; 0 if there is none. */
    async newest(): Promise<number> {
      const row = await db
        .selectFrom('changes')
        .select((eb) => eb.fn.max('id').as('id'))
        .executeTakeFirst()
      return row?.id ?? 0
    },

    /** The newest of a digest's day, of an edition or a wish; 0 if there is none. */
    async newestOfDay(digestId: number, date: Temporal.PlainDate): Promise<number> {
      const row = await db
        .selectFrom('changes')
        .select((eb) => eb.fn.max('id').as('id'))
        .where('digest_id', '=', digestId)
        .where('date', '=', date.toString())
        .executeTakeFirst()
      return row?.id ?? 0
    },

    /** Of a digest's day after one, by anybody except an actor: how many, and the newest of them, oldest first. */
    async byOthers(
      { digestId, date }: { digestId: number; date: Temporal.PlainDate },
      { after, by, count }: { after: number; by: Actor; count: number },
    ): Promise<{ all: number; newest: MadeChange[] }> {
      const those = db
        .selectFrom('changes')
        .where('digest_id', '=', digestId)
        .where('date', '=', date.toString())
        .where('id', '>', after)
        .where('actor', '!=', actorText(by))
      const { all } = await those.select((eb) => eb.fn.countAll<number>().as('all')).executeTakeFirstOrThrow()
      const rows = await those.selectAll().orderBy('id', 'desc').limit(count).execute()
      return { all, newest: await asMade(rows.toReversed()) }
    },

    /** Changes after one that touched any of these keys. */
    async after(id: number, keys: readonly string[]): Promise<MadeChange[]> {
      if (keys.length === 0) return []
      const rows = await db
        .selectFrom('changes')
        .selectAll()
        .where('id', '>', id)
        .where('id', 'in', (eb) => eb.selectFrom('touches').select('change_id').where('key', 'in', keys))
        .orderBy('id')
        .execute()
      return asMade(rows)
    },

    async byId(id: number): Promise<MadeChange | null> {
      const row = await db.selectFrom('changes').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? ((await asMade([row]))[0] ?? null) : null
    },

    /** All changes of a digest's day, to its edition of number 0 or as wishes, oldest first. */
    async ofDay(digestId: number, date: Temporal.PlainDate, editionId: number | null): Promise<MadeChange[]> {
      const rows = await db
        .selectFrom('changes')
        .selectAll()
        .where('digest_id', '=', digestId)
        .where('date', '=', date.toString())
        .where((eb) =>
          eb.or([
            eb('edition_id', 'is', null),
            ...(editionId === null ? [] : [eb('edition_id', '=', editionId)]),
          ]),
        )
        .orderBy('id')
        .execute()
      return asMade(rows)
    },

    /** Deletes changes made before an instant, of days before it; returns how many. */
    async deleteBefore(at: Temporal.Instant, count: number): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('changes')
        .where('id', 'in', (eb) =>
          eb.selectFrom('changes').select('id').where('at', '<', toMs(at)).orderBy('id').limit(count),
        )
        .executeTakeFirst()
      return Number(numDeletedRows)
    },

    async countBefore(at: Temporal.Instant): Promise<number> {
      const { count } = await db
        .selectFrom('changes')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('at', '<', toMs(at))
        .executeTakeFirstOrThrow()
      return count
    },
  }
}
