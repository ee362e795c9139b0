import germanNames from 'i18n-iso-countries/langs/de.json' with { type: 'json' }
import englishNames from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import type { CountryEntry } from '../../core/entities/newsroom.ts'
import { primaryLanguage } from '../../core/text/primary-language.ts'
import { isAcronym, phraseTrie, type PhraseTrie } from '../topics/phrase-trie.ts'
import german from './aliases/de.json' with { type: 'json' }
import english from './aliases/en.json' with { type: 'json' }

/** How a country is referred to: by its name, its people, a place in it, or a seat of its government. */
export type Kind = 'name' | 'people' | 'place' | 'seat'

/** A phrase for a country; `code` is null for phrases that contain a country's name but mean something else. */
export interface Place {
  phrase: string
  code: string | null
  kind: Kind
  /** Whether its first and last words must be capitalised, as in the phrase. */
  capitals: [first: boolean, last: boolean]
  /** True for short acronyms, which cannot be recognised in a headline set in capitals. */
  acronym: boolean
}

/** The code of plain "Korea" until the rest of the story decides which one. */
export const anyKorea = 'KP|KR'

/** Phrases for countries in one language, separated by `|`. */
interface Writing {
  /** From the i18n-iso-countries package, by code. */
  packaged: Record<string, string | string[]>
  /** Our own, by code; the first name is the one that is displayed. */
  own: Record<Kind, Record<string, string>>
  not: readonly string[]
  korea: Record<'name' | 'people', string>
}

type Aliases = Record<'names' | 'people' | 'places' | 'seats', Record<string, string>> & { not: string[] }

const ownOf = ({ names, people, places, seats }: Aliases): Writing['own'] => ({
  name: names,
  people,
  place: places,
  seat: seats,
})

const firstLanguage = 'en'
/** By primary language; texts in other languages are read as English. */
const writings: Record<string, Writing> = {
  en: {
    packaged: englishNames.countries,
    own: ownOf(english),
    not: english.not,
    korea: { name: 'Korea', people: 'Korean' },
  },
  de: {
    packaged: germanNames.countries,
    own: ownOf(german),
    not: german.not,
    korea: { name: 'Korea', people: 'koreanisch' },
  },
}

/** The language whose country names are used for a text with this language tag. */
export function languageOfNames(tag: string): string {
  const language = primaryLanguage(tag)
  return writings[language] ? language : firstLanguage
}

const writingIn = (tag: string): Writing => writings[languageOfNames(tag)] as Writing

// Names that the package gives to two countries, or that nobody writes.
const notNames = new Set(['CG:Congo', 'CD:Congo', 'UM:United States Minor Outlying Islands', 'CG:Kongo'])

const listOf = (text: string | undefined): string[] => text?.split('|') ?? []

function packagedNames({ packaged }: Writing): [string, string][] {
  return Object.entries(packaged).flatMap(([code, names]) =>
    [names].flat().map((name): [string, string] => [code, name.replace(/\s*\([^)]*\)/g, '')]),
  )
}

function place(phrase: string, code: string | null, kind: Kind): Place {
  const capital = (word: string | undefined): boolean => code !== null && /^\p{Lu}/u.test(word ?? '')
  const words = phrase.split(/[\s-]+/)
  const capitals: Place['capitals'] = [capital(words[0]), capital(words.at(-1))]
  return { phrase, code, kind, capitals, acronym: isAcronym(phrase) && phrase.length <= 4 }
}

function ownPlaces({ own }: Writing): Place[] {
  const kinds = Object.entries(own) as [Kind, Record<string, string>][]
  return kinds.flatMap(([kind, byCode]) =>
    Object.entries(byCode).flatMap(([code, phrases]) =>
      listOf(phrases).map((phrase) => place(phrase, code, kind)),
    ),
  )
}

/** Every phrase for a country in a language, including a newsroom's own countries (`extra`). */
export function gazetteer(extra: readonly CountryEntry[], language: string): PhraseTrie<Place> {
  const trie = phraseTrie<Place>(language)
  const writing = writingIn(language)
  for (const [code, name] of packagedNames(writing))
    if (!notNames.has(`${code}:${name}`)) trie.add(name, place(name, code, 'name'))
  for (const known of ownPlaces(writing)) trie.add(known.phrase, known)
  for (const phrase of writing.not.flatMap(listOf)) trie.add(phrase, place(phrase, null, 'name'))
  for (const kind of ['name', 'people'] as const)
    trie.add(writing.korea[kind], place(writing.korea[kind], anyKorea, kind))
  for (const { code, name, aliases: ways } of extra)
    for (const phrase of [name, ...ways]) trie.add(phrase, place(phrase, code, 'name'))
  return trie
}

/** Given names that distinguish a person from a country ("Michael Jordan"), in lower case. */
export const givenNames: ReadonlySet<string> = new Set(
  english.givenNames.flatMap(listOf).map((name) => name.toLowerCase()),
)

/** A country's display name in a language; the code itself if it is unknown. */
export function countryName(
  code: string,
  extra: readonly CountryEntry[] = [],
  language: string = firstLanguage,
): string {
  const invented = extra.find((entry) => entry.code === code)
  if (invented) return invented.name
  const writing = writingIn(language)
  const [first] = listOf(writing.own.name[code])
  return first ?? packagedNames(writing).find(([known]) => known === code)?.[1] ?? code
}
