import { AppError } from '../../../core/errors.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { SourceRecord } from '../../../core/entities/sources/source.ts'
import type { Repositories } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { said } from '../../../core/said/said.ts'

/** The source with this name. Throws `not-found`, listing the existing ones. */
export async function findSource(
  { store }: { store: Pick<Repositories, 'sources'> },
  name: string,
): Promise<SourceRecord> {
  const source = await store.sources.byName(name)
  if (source) return source
  const known = (await store.sources.list()).map((s) => s.name).join(', ')
  throw new AppError('not-found', said('source-unknown', { name, known: known || said('list-none') }))
}

/** Removes a source: it is no longer read, its stories stay, and `add` restores it. */
export async function removeSource(
  context: Pick<Context, 'store' | 'clock'>,
  name: string,
  actor: Actor,
): Promise<'done' | 'already'> {
  requirePermission(actor, 'change-sources', null)
  const source = await findSource(context, name)
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    if (source.status === 'off') return 'already'
    if (!(await tx.sources.move(source.id, source.status, 'off')))
      throw new AppError('busy', said('source-changed-meanwhile', { name }))
    await tx.audit.append({ at, actor, action: 'remove', subject: `source:${name}` })
    return 'done'
  })
}
