import type { Digest, Topic } from '../../../core/entities/newsroom.ts'
import { primaryLanguage } from '../../../core/text/primary-language.ts'
import { said } from '../../../core/said/said.ts'
import { note, type Finding } from './finding.ts'

/** The language of lexicons that a topic has outside `languages`. */
const firstLanguage = 'en'

/** Digests in a language for which their topics have no lexicon: their stories would match no topic. */
export function aboutLanguages(topics: readonly Topic[], digests: readonly Digest[]): Finding[] {
  return digests.flatMap((digest) => {
    const language = primaryLanguage(digest.language)
    const without = topics
      .filter(({ id, languages }) => digest.topics.includes(id) && !languages?.[language])
      .map(({ id }) => id)
    if (language === firstLanguage || without.length === 0) return []
    return [
      note(
        said('about-language', { digest: digest.key }),
        said('found-language-without-lexicon', {
          language: digest.language,
          primary: language,
          topics: without,
        }),
      ),
    ]
  })
}
