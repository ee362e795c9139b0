import { promisify } from 'node:util'
import { deflateRawSync, inflateRaw } from 'node:zlib'
import type { Feedback } from '../../core/entities/feedback/feedback.ts'
import { mostOriginal } from '../../core/entities/feedback/message-size.ts'
import type { Repositories } from '../../store/store.ts'

const inflate = promisify(inflateRaw)

/** The text of a message without NUL, which databases cannot store. */
export const asText = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('utf8').replaceAll('\0', '\uFFFD')

/** Bytes to be stored beside their text, packed; null if the text represents all of them. */
export const packed = (bytes: Uint8Array, text: string): Uint8Array | null =>
  Buffer.from(text).equals(bytes) ? null : deflateRawSync(bytes)

/** The stored original of a report's message. */
export async function keptMessage(
  { feedbackOriginals }: Pick<Repositories, 'feedbackOriginals'>,
  { id, message }: Pick<Feedback, 'id' | 'message'>,
): Promise<Uint8Array> {
  const original = await feedbackOriginals.of(id)
  return original === null ? Buffer.from(message) : inflate(original, { maxOutputLength: mostOriginal })
}
