import type { FastifyRequest } from 'fastify'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { AppError } from '../../../core/errors.ts'
import { may } from '../../../core/permissions.ts'
import { deskDay, type DeskDay } from '../../../services/editions/viewing/day/desk-day.ts'
import type { KeptReaders } from '../../../services/editions/viewing/day/kept-readers.ts'
import type { WaitingPools } from '../../../services/editions/viewing/day/waiting-pools.ts'
import type { KeptProgress } from '../../../services/sending/warm-up/kept-progress.ts'
import { viewableDigest } from '../../../services/newsroom/viewable-digests.ts'
import type { WebContext } from '../../web-context.ts'
import { placeFrom } from '../editions/place.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { said } from '../../../core/said/said.ts'

/** The parameters of every route of a day. */
export interface DayParams {
  Params: { key: string; date: string; id?: string }
}

export type DayRequest = FastifyRequest<DayParams>

/** What the pages of a day work with. */
export interface DayPages {
  context: WebContext['context']
  desk: Desk
  readers: KeptReaders
  pools: WaitingPools
  warmUp: KeptProgress
}

/** The digest and date in a URL, and who requests it. */
export interface DayPlace {
  actor: Actor
  digest: Digest
  date: Temporal.PlainDate
  /** Whether the actor may change the edition. */
  mayEdit: boolean
  /** The path of its page. */
  here: string
}

export async function dayPlace({ context, desk }: DayPages, request: DayRequest): Promise<DayPlace> {
  const { actor } = accountOf(request)
  const { key, date: written } = request.params
  const place = placeFrom(written)
  if (!place || place.number !== 0)
    throw new AppError('not-found', said('edition-name-invalid', { name: written }))
  const digest = await viewableDigest(context, actor, key)
  return {
    actor,
    digest,
    date: place.date,
    mayEdit: may(actor, 'edit-edition', digest.id),
    here: desk.at(`today/${digest.key}/${place.date.toString()}`),
  }
}

/** The same, with everything that the desk shows of it. */
export async function openDay(
  pages: DayPages,
  request: DayRequest,
): Promise<{ place: DayPlace; day: DeskDay }> {
  const place = await dayPlace(pages, request)
  return { place, day: await deskDay(pages.context, pages.pools, place.digest, place.date) }
}
