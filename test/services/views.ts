import type { AccountActor } from '../../src/core/entities/account.ts'
import type { Actor } from '../../src/core/entities/actor.ts'
import type { Edition } from '../../src/core/entities/edition.ts'
import type { Digest } from '../../src/core/entities/newsroom.ts'
import type { Context } from '../../src/services/context.ts'
import { searchStories } from '../../src/services/collecting/viewing/search-stories.ts'
import { showSource } from '../../src/services/collecting/viewing/show-source.ts'
import { showStoryLife } from '../../src/services/collecting/viewing/show-story-life.ts'
import { showSending } from '../../src/services/sending/viewing/show-sending.ts'
import { beforeApproval } from '../../src/services/editions/viewing/day/before-approval.ts'
import { deskDate } from '../../src/services/editions/viewing/day/desk-date.ts'
import { findViewed } from '../../src/services/editions/viewing/find-viewed.ts'
import { listEditionsBefore } from '../../src/services/editions/viewing/list-editions.ts'
import { lostApprovals } from '../../src/services/editions/viewing/day/lost-approvals.ts'
import { nextHours } from '../../src/services/editions/viewing/day/next-hours.ts'
import { openPreparedEditions } from '../../src/services/editions/viewing/preview/prepared-editions.ts'
import { listTestAddresses } from '../../src/services/editions/viewing/preview/test-addresses.ts'
import { viewPreview } from '../../src/services/editions/viewing/preview/view-preview.ts'
import { showEdition } from '../../src/services/editions/viewing/show-edition.ts'
import { dayNow } from '../../src/services/editions/watching/day-now.ts'
import { endPresence, notePresence } from '../../src/services/editions/watching/presence.ts'
import { sinceThen } from '../../src/services/editions/watching/since-then.ts'
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

const dayOf = ({ digest, edition }: ViewedNewsroom) => ({ digestId: digest.id, date: edition.date })

/** The same with an existing account, if it is one. */
async function ofSomebody({ context }: ViewedNewsroom, actor: Actor): Promise<AccountActor> {
  const known = (await context.store.accounts.list())[0]?.id
  const some = { email: 'some@example.org', name: 'Some', grants: [] }
  const id = known ?? (await context.store.accounts.add(some, context.clock.now()))
  return { ...actor, id } as AccountActor
}

const anything = { words: [], source: null, topic: null, from: null, until: null, before: null, count: 5 }

/** A call of every service that shows the desk something and checks who views it. */
export const views: Record<string, View> = {
  beforeApproval: (room, actor) => beforeApproval(room.context, actor, placeOf(room)),
  dayNow: (room, actor) => dayNow(room.context, actor, dayOf(room)),
  deskDate: ({ context, digest }, actor) => deskDate(context, actor, digest),
  endPresence: async (room, actor) => endPresence(room.context, await ofSomebody(room, actor), dayOf(room)),
  findViewed: (room, actor) => findViewed(room.context, actor, placeOf(room)),
  listEditionsBefore: ({ context, digest }, actor) =>
    listEditionsBefore(context, actor, { digest, before: null, count: 3 }),
  listTestAddresses: ({ context, digest }, actor) => listTestAddresses(context, digest, actor),
  lostApprovals: ({ context }, actor) => lostApprovals(context, actor),
  nextHours: ({ context, digest }, actor) => nextHours(context, actor, { digest, count: 3 }),
  notePresence: async (room, actor) => notePresence(room.context, await ofSomebody(room, actor), dayOf(room)),
  searchStories: ({ context }, actor) => searchStories(context, actor, anything),
  showEdition: (room, actor) => showEdition(room.context, actor, placeOf(room)),
  showSending: (room, actor) => showSending(room.context, actor, placeOf(room)),
  showSource: ({ context }, actor) => showSource(context, actor, 1),
  showStoryLife: ({ context }, actor) => showStoryLife(context, actor, 1),
  sinceThen: (room, actor) => sinceThen(room.context, actor, dayOf(room), { change: 0, story: 0 }),
  viewPreview: (room, actor) =>
    viewPreview(room.context, openPreparedEditions(room.context), actor, {
      place: placeOf(room),
      wanted: { kind: 'topics', topics: [] },
    }),
  viewableDigest: ({ context, digest }, actor) => viewableDigest(context, actor, digest.key),
  viewableDigests: ({ context }, actor) => viewableDigests(context, actor),
}
