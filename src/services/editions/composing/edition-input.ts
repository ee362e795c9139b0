import type { CurateInput } from '../../../curate/curated.ts'
import type { Rules } from '../../../curate/rules.ts'
import { AppError } from '../../../core/errors.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { windowFor, remembered } from '../../../core/schedule.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Repositories } from '../../../store/store.ts'
import { latestFor } from '../../collecting/reading/latest-analyses.ts'
import { rulesOf } from '../../collecting/managing/rules.ts'
import { profilesShown } from '../../profiles/profiles-shown.ts'
import { addedByEditors } from '../adding/admit-added.ts'
import { type DayDecisions, type Hold, decisionsOf } from './decisions.ts'
import { carriedLately } from './carried.ts'
import { said, type Said } from '../../../core/said/said.ts'

export interface ComposeRequest {
  digest: Digest
  date: Temporal.PlainDate
  number: number
  /** No later story is admitted automatically. */
  frozenAt: Temporal.Instant
  /** When it is to be sent. */
  dueAt: Temporal.Instant
}

/** More than anybody reads; the rest is `below-cut`, with that reason. */
const newsLimit = 40

/** The input of an edition, except its stories. */
export interface EditionInput {
  date: Temporal.PlainDate
  opensAt: Temporal.Instant
  frozenAt: Temporal.Instant
  /** Stories under embargo at its hour, with the end of the embargo. */
  embargoed: Map<number, Temporal.Instant>
  /** Stories that editors hold, with who, why and until when. */
  held: Map<number, Said>
  /** Earlier stories that are considered again. */
  waiting: number[]
  decisions: DayDecisions
  /** Editions of the last days that carried something, newest first. */
  before: Edition[]
  rules: Rules
  /** Changes when the resulting edition would. */
  state: string
}

/** Throws `conflict` for a date before the newest edition that carried something. */
export async function editionInputOf(store: Repositories, request: ComposeRequest): Promise<EditionInput> {
  const { digest, date, frozenAt } = request
  refuseEarlier(request, await store.editions.lastCarrying(digest.id))
  const { opensAt } = windowFor(frozenAt, await store.editions.windowsBefore(digest.id))
  const decisions = await decisionsOf(store, digest.id, date)
  const held = new Map(
    [...decisions.holds].flatMap(([id, hold]) =>
      hold.until === null || Temporal.Instant.compare(hold.until, frozenAt) > 0
        ? [[id, heldSaid(hold)] as const]
        : [],
    ),
  )
  const waiting = new Set([...(await store.contents.waiting(digest.id)), ...decisions.holds.keys()])
  for (const id of decisions.decided.wanted) waiting.add(id)
  for (const id of await store.exclusions.withdrawn([...waiting])) waiting.delete(id)
  const embargoed = await store.changeValues.embargoed(request.dueAt)
  const before = await store.editions.between(digest.id, frozenAt.subtract(remembered), frozenAt)
  const rules = await rulesOf(store)
  const state = JSON.stringify([
    opensAt.toString(),
    await store.stories.stateOfWindow(opensAt, frozenAt),
    decisions.state,
    [...waiting],
    [...embargoed].map(([id, until]) => [id, until.toString()]),
    before.map(({ id, revision }) => [id, revision]),
    rules.newsroom,
    [...rules.bySource],
  ])
  return {
    date,
    opensAt,
    frozenAt,
    embargoed,
    held,
    waiting: [...waiting],
    decisions,
    before,
    rules,
    state,
  }
}

const heldSaid = ({ by, reason, until }: Hold): Said =>
  until === null
    ? said('held-by-for', { who: by, reason })
    : said('held-by-for-until', { who: by, reason, until: until.toString() })

const underEmbargo = (until: Temporal.Instant) =>
  ({ gate: 'embargo', reason: said('under-embargo', { until: until.toString() }) }) as const

function refuseEarlier({ digest, date, frozenAt }: ComposeRequest, last: Edition | null): void {
  if (!last) return
  const isBefore = Temporal.PlainDate.compare(date, last.date) < 0
  if (!isBefore && Temporal.Instant.compare(frozenAt, last.frozenAt) >= 0) return
  const params = { digest: digest.key, last: last.date.toString(), frozen: last.frozenAt.toString() }
  throw new AppError('conflict', said('edition-frozen-later', params))
}

/** The complete input for curating an edition. */
export async function curateInput(
  store: Repositories,
  digest: Digest,
  editionInput: EditionInput,
): Promise<CurateInput> {
  const { opensAt, frozenAt, embargoed, held, waiting, decisions, before, rules } = editionInput
  const added = (await store.sources.byName(addedByEditors))?.id
  const inWindow = (await store.stories.inWindow(opensAt, frozenAt)).filter(
    // A story added by an editor belongs only to the edition that it was added to.
    ({ id, sourceId }) => sourceId !== added || decisions.decided.wanted.has(id),
  )
  const known = new Set(inWindow.map((story) => story.id))
  const again = await store.stories.byIds(waiting.filter((id) => !known.has(id)))
  const out = new Map([
    ...decisions.decided.out,
    ...[...embargoed].map(([id, until]) => [id, underEmbargo(until)] as const),
  ])
  const { news, changed } = await carriedLately(store, digest, before, { from: opensAt, until: frozenAt })
  const profiles = await store.newsroom.profiles()
  return {
    digest: { topics: digest.topics, language: digest.language },
    topics: await store.newsroom.topics(),
    extraCountries: await store.newsroom.countries(),
    stories: [...inWindow, ...again],
    analyses: (await latestFor(store, frozenAt, digest.language)).filter(({ id }) => !embargoed.has(id)),
    carriedBefore: news,
    changed,
    opensAt,
    frozenAt,
    newsLimit,
    profileCountries: profiles.map((profile) => profile.country),
    profilesShown: await profilesShown(store, digest, editionInput),
    held,
    pinned: decisions.pinned,
    decided: { ...decisions.decided, out },
    decisions: decisions.clusters,
    rules,
  }
}
