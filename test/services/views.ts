import type { Actor } from '../../src/core/entities/actor.ts'
import type { Edition } from '../../src/core/entities/edition.ts'
import type { Digest } from '../../src/core/entities/newsroom.ts'
import type { Context } from '../../src/services/context.ts'
import { beforeApproval } from '../../src/services/editions/viewing/before-approval.ts'
import { findViewed } from '../../src/services/editions/viewing/find-viewed.ts'
import { listEditionsBefore } from '../../src/services/editions/viewing/list-editions.ts'
import { nextHours } from '../../src/services/editions/viewing/next-hours.ts'
import { showEdition } from '../../src/services/editions/viewing/show-edition.ts'
import { viewableDigest, viewableDigests } from '../../src/services/newsroom/viewable-digests.ts'

export interface ViewedNewsroom {
  context: Context
  digest: Digest
  edition: Edition
}

type View = (room: ViewedNewsroom, actor: Actor) => Promise<unknown>

const placeOf = ({ digest, edition }: ViewedNewsroom) => ({
  key: digest.key,
  date: edition.date,
  number: edition.number,
})

/** A call of every service that shows the desk something, and asks who looks. */
export const views: Record<string, View> = {
  beforeApproval: (room, actor) => beforeApproval(room.context, actor, placeOf(room)),
  findViewed: (room, actor) => findViewed(room.context, actor, placeOf(room)),
  listEditionsBefore: ({ context, digest }, actor) =>
    listEditionsBefore(context, actor, { digest, before: null, count: 3 }),
  nextHours: ({ context, digest }, actor) => nextHours(context, actor, { digest, count: 3 }),
  showEdition: (room, actor) => showEdition(room.context, actor, placeOf(room)),
  viewableDigest: ({ context, digest }, actor) => viewableDigest(context, actor, digest.key),
  viewableDigests: ({ context }, actor) => viewableDigests(context, actor),
}
