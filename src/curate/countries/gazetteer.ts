import packaged from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import type { CountryEntry } from '../../core/entities/newsroom.ts'
import aliases from '../country-aliases.json' with { type: 'json' }
import { isAcronym, phraseTrie, type PhraseTrie } from '../topics/phrase-trie.ts'

/** How a country is written: by name, by its people, by a place in it, by a seat of its government. */
export type Kind = 'name' | 'people' | 'place' | 'seat'

/** One way to write a country; `code` is null for phrases that hold a country's name but mean something else. */
export interface Place {
  phrase: string
  code: string | null
  kind: Kind
  /** Whether its first and its last word must begin with a capital, as in the phrase. */
  capitals: [first: boolean, last: boolean]
  /** True for short acronyms, which mean nothing in a headline set in capitals. */
  acronym: boolean
}

/** The code of bare "Korea" until the rest of the story says which. */
export const anyKorea = 'KP|KR'

// Names that the package gives to two countries, or gives in a form nobody writes.
const notNames = new Set(['CG:Congo', 'CD:Congo', 'UM:United States Minor Outlying Islands'])

const listOf = (text: string | undefined): string[] => text?.split('|') ?? []
const own: Record<Kind, Record<string, string>> = {
  name: aliases.names,
  people: aliases.people,
  place: aliases.places,
  seat: aliases.seats,
}

function packagedNames(): [string, string][] {
  return Object.entries(packaged.countries as Record<string, string | string[]>).flatMap(([code, names]) =>
    [names].flat().map((name): [string, string] => [code, name.replace(/\s*\([^)]*\)/g, '')]),
  )
}

function place(phrase: string, code: string | null, kind: Kind): Place {
  const capital = (word: string | undefined): boolean => code !== null && /^\p{Lu}/u.test(word ?? '')
  const words = phrase.split(/[\s-]+/)
  const capitals: Place['capitals'] = [capital(words[0]), capital(words.at(-1))]
  return { phrase, code, kind, capitals, acronym: isAcronym(phrase) && phrase.length <= 4 }
}

function ownPlaces(): Place[] {
  const kinds = Object.entries(own) as [Kind, Record<string, string>][]
  return kinds.flatMap(([kind, byCode]) =>
    Object.entries(byCode).flatMap(([code, phrases]) =>
      listOf(phrases).map((phrase) => place(phrase, code, kind)),
    ),
  )
}

/** Every phrase that names a country, those of `extra` (a newsroom's own countries) among them. */
export function gazetteer(extra: readonly CountryEntry[]): PhraseTrie<Place> {
  const trie = phraseTrie<Place>()
  for (const [code, name] of packagedNames())
    if (!notNames.has(`${code}:${name}`)) trie.add(name, place(name, code, 'name'))
  for (const known of ownPlaces()) trie.add(known.phrase, known)
  for (const phrase of aliases.not.flatMap(listOf)) trie.add(phrase, place(phrase, null, 'name'))
  trie.add('Korea', place('Korea', anyKorea, 'name'))
  trie.add('Korean', place('Korean', anyKorea, 'people'))
  for (const { code, name, aliases: ways } of extra)
    for (const phrase of [name, ...ways]) trie.add(phrase, place(phrase, code, 'name'))
  return trie
}

/** Given names by which a person is told from a country ("Michael Jordan"), in lower case. */
export const givenNames: ReadonlySet<string> = new Set(
  aliases.givenNames.flatMap(listOf).map((name) => name.toLowerCase()),
)

/** The name under which a country is shown, or the code itself where it is unknown. */
export function countryName(code: string, extra: readonly CountryEntry[] = []): string {
  const invented = extra.find((entry) => entry.code === code)
  if (invented) return invented.name
  const [first] = listOf(own.name[code])
  return first ?? packagedNames().find(([known]) => known === code)?.[1] ?? code
}
