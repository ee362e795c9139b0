import type { Actor } from '../../../../core/entities/actor.ts'
import type { Edition } from '../../../../core/entities/edition.ts'
import type { Digest } from '../../../../core/entities/newsroom.ts'
import type { Context } from '../../../context.ts'
import { findViewed, type ViewedPlace } from '../find-viewed.ts'
import type { PreparedEditions } from './prepared-editions.ts'
import { previewOf, type Preview, type PreviewFor } from './preview.ts'

type Deps = Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>

/** An e-mail of an edition, if the account may view it, from the cache of prepared ones. Throws as `preview` does. */
export async function viewPreview(
  context: Deps,
  prepared: PreparedEditions,
  actor: Actor,
  { place, wanted }: { place: ViewedPlace; wanted: PreviewFor },
): Promise<{ digest: Digest; edition: Edition; preview: Preview }> {
  const { digest, edition } = await findViewed(context, actor, place)
  const preview = await previewOf(context, digest, await prepared.of(edition), wanted)
  return { digest, edition, preview }
}
