import type { FastifyRequest } from 'fastify'
import type { Import } from '../../../core/entities/imports/import.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'
import { findImport } from '../../../services/imports/viewing/list-imports.ts'
import { readerDigests } from '../../../services/subscribers/readers/reader-digests.ts'
import { accountOf } from '../../desk/frame/account.ts'
import type { WebContext } from '../../web-context.ts'

/** The import that a URL names, with its digest. Throws `not-found`. */
export async function foundImport(
  { context }: WebContext,
  request: FastifyRequest,
): Promise<{ one: Import; digest: Digest }> {
  const { id } = request.params as { id: string }
  const { actor } = accountOf(request)
  const one = /^\d{1,15}$/.test(id) ? await findImport(context, Number(id), actor) : null
  const digest = one && (await readerDigests(context, actor)).find((each) => each.id === one.digestId)
  if (one && digest) return { one, digest }
  throw new AppError('not-found', said('import-unknown', { id }))
}
