import { changedOf, type BulkWork, type Outcome, type Batch } from './kind.ts'

/** Adds a tag to readers. */
export const tag: BulkWork = {
  apply: (batch) => put(batch, 'changed'),
  undo: (batch) => take(batch, 'undone'),
}

/** Removes a tag from readers. */
export const untag: BulkWork = {
  apply: (batch) => take(batch, 'changed'),
  undo: (batch) => put(batch, 'undone'),
}

const idsOf = (rows: readonly { subscriberId: number }[]) => rows.map(({ subscriberId }) => subscriberId)

async function put(batch: Batch, as: Outcome): Promise<Outcome[]> {
  const { tx, action, rows, at, actor } = batch
  const wanted = await tx.tags.ensure(action.input.tag ?? '', at)
  const having = await tx.tags.having(wanted.id, idsOf(rows))
  const outcomes = rows.map(({ subscriberId }) => (having.has(subscriberId) ? 'as-it-is' : as))
  const changed = changedOf(batch, outcomes)
  await tx.tags.put(wanted.id, idsOf(changed), at)
  await note(batch, changed, 'tag', wanted.name, actor)
  return outcomes
}

async function take(batch: Batch, as: Outcome): Promise<Outcome[]> {
  const { tx, action, rows, actor } = batch
  const wanted = await tx.tags.byName(action.input.tag ?? '')
  const having = wanted ? await tx.tags.having(wanted.id, idsOf(rows)) : new Set<number>()
  const outcomes = rows.map(({ subscriberId }) => (having.has(subscriberId) ? as : 'as-it-is'))
  const changed = changedOf(batch, outcomes)
  if (!wanted || changed.length === 0) return outcomes
  await tx.tags.take(wanted.id, idsOf(changed))
  await note(batch, changed, 'untag', wanted.name, actor)
  return outcomes
}

const note = (
  { tx, action, at }: Batch,
  rows: readonly { subscriberId: number }[],
  what: 'tag' | 'untag',
  name: string,
  actor: Batch['actor'],
) =>
  tx.audit.appendAll(
    rows.map(({ subscriberId }) => ({
      at,
      actor,
      action: what,
      subject: `subscriber:${subscriberId}`,
      detail: { tag: name, bulk: action.id },
    })),
  )
