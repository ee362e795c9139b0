import { createHash } from 'node:crypto'
import type { Digest, Newsroom } from '../../../core/entities/newsroom.ts'
import { said, type Said } from '../../../core/said/said.ts'
import { sentence } from '../../../wording/wording.ts'

/** What a person agrees to by sending the form. */
export const consentSaid = (newsroom: Newsroom, digest: Digest): Said =>
  said('consent', { publisher: newsroom.publisher, digest: digest.name })

/** These words in the language of the form, with the version under which they are stored, which changes with them. */
export function consentForm(newsroom: Newsroom, digest: Digest, language: string) {
  const words = sentence(language, consentSaid(newsroom, digest))
  return { words, version: createHash('sha256').update(words).digest('hex').slice(0, 16) }
}
