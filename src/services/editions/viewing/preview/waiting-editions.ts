import type { Digest } from '../../../../core/entities/newsroom.ts'
import type { Edition } from '../../../../core/entities/edition.ts'
import type { Context } from '../../../context.ts'
import { openKept } from '../../../kept.ts'
import { edited } from '../../composing/edited.ts'
import { curateInput, editionInputOf } from '../../composing/edition-input.ts'
import { sheetOf } from '../../composing/sheet.ts'
import { toItem } from '../../composing/to-item.ts'
import { prepareSheet, renderBlocks, type PreparedEdition } from '../../prepare-edition.ts'

type Deps = Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys' | 'curator'>

/** Editions as they would be if they were frozen now. */
export interface WaitingEditions {
  of(digest: Digest, date: Temporal.PlainDate): Promise<PreparedEdition>
}

const limits = { longest: 60_000, most: 4 }

/** Made from the store as `compose` makes them, without writing anything; cached for a minute. */
export function openWaitingEditions(context: Deps): WaitingEditions {
  const kept = openKept<PreparedEdition>(context, limits)
  return {
    of: (digest, date) => kept.of(`${digest.id}.${date.toString()}`, () => prepare(context, digest, date)),
  }
}

async function prepare(context: Deps, digest: Digest, date: Temporal.PlainDate): Promise<PreparedEdition> {
  const { store, curator, clock } = context
  const frozenAt = clock.now()
  const editionInput = await editionInputOf(store, { digest, date, number: 0, frozenAt, dueAt: frozenAt })
  const curated = await curator.curate(await curateInput(store, digest, editionInput))
  const all = [...curated.news, ...curated.analyses, ...curated.corrections]
  const items = await edited(store, editionInput, all.map(toItem))
  const edition: Edition = {
    ...notMade,
    digestId: digest.id,
    date,
    opensAt: editionInput.opensAt,
    frozenAt: editionInput.frozenAt,
    dueAt: frozenAt,
    profileCountry: curated.profile.country,
  }
  const contents: typeof store.contents = {
    ...store.contents,
    items: async (id) => (id === notMade.id ? items : store.contents.items(id)),
  }
  const sheet = await sheetOf({ store: { ...store, contents }, settings: context.settings }, edition)
  return prepareSheet(context, sheet, await renderBlocks(context, sheet))
}

const notMade: Omit<Edition, 'digestId' | 'date' | 'opensAt' | 'frozenAt' | 'dueAt'> = {
  id: 0,
  number: 0,
  status: 'draft',
  revision: 1,
  subject: null,
  note: null,
  profileCountry: null,
  profileReason: null,
  warmUpId: null,
  exclusions: 0,
  approval: null,
  stop: null,
  stoppedFor: Temporal.Duration.from({ seconds: 0 }),
  correctedAt: null,
  reason: null,
  startedAt: null,
  finishedAt: null,
  totals: null,
}
