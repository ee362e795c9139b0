import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { formTokenField } from '../../kit/forms/form-token.ts'
import { requireFormToken } from '../../kit/sessions/session.ts'

/** An uploaded file, as a stream. */
export interface UploadedFile {
  name: string
  bytes: AsyncIterable<Uint8Array>
}

/**
 * The file of a form, and the fields before it; null if no file was chosen. The form's token comes before the file, so that nothing is
 * stored from a form of another site. Throws `not-permitted`.
 */
export async function uploadedFile(
  request: FastifyRequest,
): Promise<{ fields: Record<string, string>; file: UploadedFile | null }> {
  const fields: Record<string, string> = {}
  if (!request.isMultipart()) {
    requireFormToken(request, (request.body as Record<string, unknown> | null)?.[formTokenField])
    return { fields, file: null }
  }
  const parts = request.parts()
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const part = next.value
    if (part.type === 'field') fields[part.fieldname] = String(part.value)
    else {
      requireFormToken(request, fields[formTokenField])
      // The file is returned before the rest of the body has arrived.
      return { fields, file: chosen(part) }
    }
  }
  requireFormToken(request, fields[formTokenField])
  return { fields, file: null }
}

/** A browser sends an empty file without a name if none was chosen. */
function chosen({ filename, file }: MultipartFile): UploadedFile | null {
  if (filename) return { name: filename, bytes: file }
  file.resume()
  return null
}
