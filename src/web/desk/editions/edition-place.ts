import type { FastifyRequest } from 'fastify'
import { AppError } from '../../../core/errors.ts'
import type { ViewedPlace } from '../../../services/editions/viewing/find-viewed.ts'
import { placeFrom } from './place.ts'
import { said } from '../../../core/said/said.ts'

/** The parameters of every address of an edition. */
export type EditionParams = { Params: { key: string; name: string } }

/** Which edition an address names. Throws `not-found` for what is no date. */
export function viewedPlace({ params }: FastifyRequest<EditionParams>): ViewedPlace {
  const place = placeFrom(params.name)
  if (!place) throw new AppError('not-found', said('edition-name-invalid', { name: params.name }))
  return { key: params.key, ...place }
}
