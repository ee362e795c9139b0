import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { may, requireSomewhere } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'

/** The digests whose readers an account may view, oldest first. Throws `not-permitted` if there are none. */
export async function readerDigests({ store }: Pick<Context, 'store'>, actor: Actor): Promise<Digest[]> {
  requireSomewhere(actor, 'view-readers')
  return (await store.digests.list()).filter(({ id }) => may(actor, 'view-readers', id))
}
