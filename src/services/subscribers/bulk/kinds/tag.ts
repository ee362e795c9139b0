import { changedOf, type BulkWork, type Outcome, type Stretch } from './kind.ts'

/** Adds a tag to readers. */
export const tag: BulkWork = {
  apply: (stretch) => put(stretch, 'changed'),
  undo: (stretch) => take(stretch, 'undone'),
}

/** Removes a tag from readers. */
export const untag: BulkWork = {
  apply: (stretch) => take(stretch, 'changed'),
  undo: (stretch) => put(stretch, 'undone'),
}

const idsOf = (rows: readonly { subscriberId: number }[]) => rows.map(({ subscriberId }) => subscriberId)

async function put(stretch: Stretch, as: Outcome): Promise<Outcome[]> {
  const { tx, action, rows, at, actor } = stretch
  const wanted = await tx.tags.ensure(action.input.tag ?? '', at)
  const having = await tx.tags.having(wanted.id, idsOf(rows))
  const outcomes = rows.map(({ subscriberId }) => (having.has(subscriberId) ? 'as-it-is' : as))
  const changed = changedOf(stretch, outcomes)
  await tx.tags.put(wanted.id, idsOf(changed), at)
  await note(stretch, changed, 'tag', wanted.name, actor)
  return outcomes
}

async function take(stretch: Stretch, as: Outcome): Promise<Outcome[]> {
  const { tx, action, rows, actor } = stretch
  const wanted = await tx.tags.byName(action.input.tag ?? '')
  const having = wanted ? await tx.tags.having(wanted.id, idsOf(rows)) : new Set<number>()
  const outcomes = rows.map(({ subscriberId }) => (having.has(subscriberId) ? as : 'as-it-is'))
  const changed = changedOf(stretch, outcomes)
  if (!wanted || changed.length === 0) return outcomes
  await tx.tags.take(wanted.id, idsOf(changed))
  await note(stretch, changed, 'untag', wanted.name, actor)
  return outcomes
}

const note = (
  { tx, action, at }: Stretch,
  rows: readonly { subscriberId: number }[],
  what: 'tag' | 'untag',
  name: string,
  actor: Stretch['actor'],
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
