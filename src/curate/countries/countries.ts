import type { CountryEntry } from '../../core/entities/newsroom.ts'
import type { Scored } from '../../core/entities/story.ts'
import { isAmericanTown, isInAState, isPerson, resolve, type Mention, type Setting } from './country-traps.ts'
import { keptCompiled } from '../kept-compiled.ts'
import { readDateline } from '../text/dateline.ts'
import { gazetteer, languageOfNames, type Kind, type Place } from './gazetteer.ts'
import { withoutOverlaps, type PhraseTrie } from '../topics/phrase-trie.ts'
import { plainText } from '../text/plain-text.ts'
import { isTitled } from '../events/titles.ts'
import { tokens } from '../topics/tokens.ts'

/** The text in which countries are found. */
interface CountryText {
  /** BCP 47; English if missing. */
  language?: string
  headline: string
  /** Plain text; if empty, the beginning of the body is read. */
  summary: string
  /** Codes or names given by an editor. */
  declaredCountries: readonly string[]
  html?: string | null
}

const placeWeights = { headline: 3, dateline: 2, lead: 1.5, later: 1 }
const kindWeights: Record<Kind, number> = { name: 1, people: 1, place: 0.9, seat: 0.9 }
const repeated = 0.5
const leadLength = 300
const readLength = 700
/** The least score of a country named by an editor. */
const declaredScore = 20
const mostCountries = 8

type Where = keyof typeof placeWeights

interface Reading {
  mention: Mention
  where: Where
}

const isNamed = (place: Place): place is Mention['place'] => place.code !== null

/** The names of countries in one language. */
interface Names {
  language: string
  trie: PhraseTrie<Place>
}

function mentionsIn({ trie, language }: Names, text: string): Mention[] {
  const words = tokens(text, language)
  const shouted = !/\p{Ll}/u.test(text)
  const all = trie.matches(words).filter(({ from, to, value }) => {
    const [first, last] = value.capitals
    if ((first && !words[from]?.form.capital) || (last && !words[to - 1]?.form.capital)) return false
    return !(shouted && value.acronym)
  })
  if (all.length === 0) return []
  const titled = isTitled(text)
  // If an editor's own country shares a name with a real one, the later entry, the editor's, is used.
  return withoutOverlaps(all.reverse()).flatMap(({ from, to, value }) => {
    const written = text.slice(words[from]?.start, words[to - 1]?.end).replace(/['’]s$/, '')
    return isNamed(value) ? [{ place: value, written, text, titled, words, from, to }] : []
  })
}

function readingsOf(names: Names, story: CountryText): { readings: Reading[]; dateline: string } {
  const body = (story.summary || plainText(story.html ?? '')).slice(0, readLength)
  const { place, rest } = readDateline(body)
  const read = (text: string, where: (mention: Mention) => Where): Reading[] =>
    mentionsIn(names, text).map((mention) => ({ mention, where: where(mention) }))
  const readings = [
    ...read(story.headline, () => 'headline'),
    ...read(titleCase(place ?? ''), () => 'dateline'),
    ...read(rest, ({ words, from }) => ((words[from]?.start ?? 0) < leadLength ? 'lead' : 'later')),
  ]
  return { readings, dateline: place ?? '' }
}

function titleCase(place: string): string {
  return place.replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
}

/** The word positions at which each text names a country. */
function startsByText(mentions: readonly Mention[]): Map<string, ReadonlySet<number>> {
  const texts = Map.groupBy(mentions, ({ text }) => text)
  return new Map([...texts].map(([text, all]) => [text, new Set(all.map(({ from }) => from))]))
}

function settingOf(readings: readonly Reading[], text: string): Setting {
  const mentions = readings.map(({ mention }) => mention)
  let starts: ReturnType<typeof startsByText> | undefined
  const persons = mentions.filter((mention) =>
    isPerson(mention, (token) => (starts ??= startsByText(mentions)).get(mention.text)?.has(token) ?? false),
  )
  const said = new Map<RegExp, boolean>()
  return {
    says(words) {
      const known = said.get(words) ?? words.test(text)
      said.set(words, known)
      return known
    },
    codes: new Set(mentions.map(({ place }) => place.code)),
    persons: new Set(persons.map(({ written }) => written.toLowerCase())),
    towns: new Set(mentions.filter(isAmericanTown).map(({ written }) => written.toLowerCase())),
  }
}

/** A country that was found, and where. */
interface Found extends Scored {
  where: Set<Where>
  /** True if its own name was found, not only a city or its people. */
  named: boolean
}

function tally(readings: readonly Reading[], setting: Setting): Map<string, Found> {
  const found = new Map<string, Found>()
  for (const { mention, where } of readings)
    for (const id of resolve(mention, setting)) {
      const scored = found.get(id) ?? { id, score: 0, words: [], where: new Set(), named: false }
      const weight = placeWeights[where] * kindWeights[mention.place.kind]
      scored.score += weight * (scored.score > 0 ? repeated : 1)
      if (!scored.words.includes(mention.written)) scored.words.push(mention.written)
      scored.where.add(where)
      scored.named ||= mention.place.kind === 'name'
      found.set(id, scored)
    }
  return found
}

/**
 * The place of filing says nothing about the subject if the story itself names other countries. A dateline with the country's own name is
 * kept, because it is that of a little-known place.
 */
function isOnlyFiledFrom({ where, named }: Found, all: readonly Found[]): boolean {
  const isElsewhere = (one: Found) => one.where.size > 1 || !one.where.has('dateline')
  return where.size === 1 && where.has('dateline') && !named && all.some(isElsewhere)
}

/** An unlisted town with the name of a US state. */
const townOf = (dateline: string): Found => ({
  id: 'US',
  score: placeWeights.dateline * kindWeights.place,
  words: [dateline],
  where: new Set(['dateline']),
  named: true,
})

function foundIn(names: Names, story: CountryText): Map<string, Scored> {
  const { readings, dateline } = readingsOf(names, story)
  const found = tally(readings, settingOf(readings, `${story.headline}\n${story.summary}`))
  if (isInAState(dateline) && !found.has('US')) found.set('US', townOf(dateline))
  const all = [...found.values()]
  const meant = all.filter((one) => !isOnlyFiledFrom(one, all))
  return new Map(meant.map(({ id, score, words }) => [id, { id, score, words }]))
}

/** The code of a country that an editor gave by code or by name; null if it is unknown. */
function declaredCode(names: Names, declared: string, extra: readonly CountryEntry[]): string | null {
  const code = declared.trim().toUpperCase()
  if (extra.some((entry) => entry.code === declared.trim())) return declared.trim()
  const named = mentionsIn(names, titleCase(declared)).concat(mentionsIn(names, declared))[0]?.place.code
  return named ?? (/^[A-Z]{2}$/.test(code) ? code : null)
}

const namesByLanguage = keptCompiled<readonly CountryEntry[], Map<string, Names>>(() => new Map())

/**
 * Compiles the gazetteer with a newsroom's own countries into a function that returns the countries a story is about (ISO 3166-1 alpha-2
 * codes or the newsroom's own), best first, with the words that named them. Names are read in the story's language, or in English if that
 * has none.
 */
export function compileCountries(extra: readonly CountryEntry[]): (story: CountryText) => Scored[] {
  const compiled = namesByLanguage(extra)
  const namesIn = (language: string): Names => {
    const known = compiled.get(language) ?? { language, trie: gazetteer(extra, language) }
    compiled.set(language, known)
    return known
  }
  return (story) => {
    const names = namesIn(languageOfNames(story.language ?? 'en'))
    const found = foundIn(names, story)
    for (const declared of story.declaredCountries) {
      const id = declaredCode(names, declared, extra)
      if (id === null) continue
      const scored = found.get(id) ?? { id, score: 0, words: [] }
      found.set(id, { ...scored, score: scored.score + declaredScore })
    }
    return [...found.values()]
      .map((scored) => ({ ...scored, score: Math.round(scored.score * 100) / 100 }))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
      .slice(0, mostCountries)
  }
}
