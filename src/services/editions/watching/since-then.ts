import { actorText, type Actor } from '../../../core/entities/actor.ts'
import type { ChangeKind } from '../../../core/entities/changes/change.ts'
import { keyFrom } from '../../../core/entities/changes/touch-key.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { nameActors } from '../../accounts/name-actors.ts'
import type { Context } from '../../context.ts'
import type { WatchedDay } from './presence.ts'

/** What a page showed last. */
export interface Shown {
  /** The newest change. */
  change: number
  /** The newest story. */
  story: number
}

/** What has happened on a day since a page showed it. */
export interface SinceThen {
  /** Changes by others than the viewer: their number, and the newest of them, oldest first. */
  changes: { all: number; newest: { by: string; kind: ChangeKind; headline: string }[] }
  /** Collected stories. */
  stories: number
}

/** Changes listed one by one. */
const named = 3

/** What others have changed in a day, and what was collected, since a page showed it. */
export async function sinceThen(
  context: Pick<Context, 'store'>,
  actor: Actor,
  day: WatchedDay,
  shown: Shown,
): Promise<SinceThen> {
  requirePermission(actor, 'view-desk', day.digestId)
  const { store } = context
  const { all, newest } = await store.changes.byOthers(day, { after: shown.change, by: actor, count: named })
  const people = await nameActors(
    context,
    newest.map((change) => actorText(change.actor)),
  )
  const of = newest.map(({ touches }) =>
    touches.map(({ key }) => keyFrom(key).story).find((id) => id !== null),
  )
  const stories = await store.stories.byIds(of.filter((id) => id !== undefined && id !== null))
  const headlines = new Map(stories.map(({ id, headline }) => [id, headline]))
  return {
    changes: {
      all,
      newest: newest.map((change, at) => ({
        by: people(actorText(change.actor)),
        kind: change.kind,
        headline: headlines.get(of[at] ?? 0) ?? '',
      })),
    },
    stories: await store.stories.countAfter(shown.story),
  }
}
