import { promisify } from 'node:util'
import { deflateRawSync, inflateRaw } from 'node:zlib'
import type { Feedback } from '../../core/entities/feedback/feedback.ts'
import { mostOriginal } from '../../core/entities/feedback/message-size.ts'
import type { Repositories } from '../../store/store.ts'

const inflate = promisify(inflateRaw)

/** A text of a message, as databases keep it: none keeps one with NUL in it. */
export const asText = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('utf8').replaceAll('\0', '\uFFFD')

/** What is kept of bytes beside their text, to be `unpacked`; null where the text holds every one of them. */
export const packed = (bytes: Uint8Array, text: string): Uint8Array | null =>
  Buffer.from(text).equals(bytes) ? null : deflateRawSync(bytes)

/** What is kept of the message of a report, as it was sent. */
export async function keptMessage(
  { feedbackOriginals }: Pick<Repositories, 'feedbackOriginals'>,
  { id, message }: Pick<Feedback, 'id' | 'message'>,
): Promise<Uint8Array> {
  const original = await feedbackOriginals.of(id)
  return original === null ? Buffer.from(message) : inflate(original, { maxOutputLength: mostOriginal })
}
