import type { FastifyRequest } from 'fastify'
import { AppError } from '../../../core/errors.ts'
import type { ViewedPlace } from '../../../services/editions/viewing/find-viewed.ts'
import { placeFrom } from './place.ts'
import { said } from '../../../core/said/said.ts'

/** The parameters of every route of an edition. */
export type EditionParams = { Params: { key: string; name: string } }

/** The edition that a URL names. Throws `not-found` if it is not a date. */
export function viewedPlace({ params }: FastifyRequest<EditionParams>): ViewedPlace {
  const place = placeFrom(params.name)
  if (!place) throw new AppError('not-found', said('edition-name-invalid', { name: params.name }))
  return { key: params.key, ...place }
}
