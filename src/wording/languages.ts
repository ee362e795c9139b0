import de from '../../templates/words/de.json' with { type: 'json' }
import en from '../../templates/words/en.json' with { type: 'json' }
import he from '../../templates/words/he.json' with { type: 'json' }
import type { Entry } from '../core/said/sentence.ts'

/** The words of a language; English has all of them. */
interface LanguageWords {
  mail?: Readonly<Record<string, Entry>>
  pages?: Readonly<Record<string, Entry>>
  desk?: Readonly<Record<string, Entry>>
  says?: Readonly<Record<string, Readonly<Record<string, Entry>>>>
}

/** Every supported language, by its tag (BCP 47): a new one is a file and a line. */
export const languages: Readonly<Record<string, LanguageWords>> = { de, en, he }
