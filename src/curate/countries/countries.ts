import type { CountryEntry } from '../../core/entities/newsroom.ts'
import type { Scored } from '../../core/entities/story.ts'
import { isPerson, resolve, type Mention, type Setting } from './country-traps.ts'
import { readDateline } from '../text/dateline.ts'
import { gazetteer, type Kind, type Place } from './gazetteer.ts'
import { withoutOverlaps, type PhraseTrie } from '../topics/phrase-trie.ts'
import { plainText } from '../text/plain-text.ts'
import { isTitled } from '../events/titles.ts'
import { tokens } from '../topics/tokens.ts'

/** What countries are read from. */
interface CountryText {
  headline: string
  /** Plain text; where there is none, the beginning of the body is read. */
  summary: string
  /** Codes or names that an editor wrote. */
  declaredCountries: readonly string[]
  html?: string | null
}

const placeWeights = { headline: 3, dateline: 2, lead: 1.5, later: 1 }
const kindWeights: Record<Kind, number> = { name: 1, people: 1, place: 0.9, seat: 0.9 }
const repeated = 0.5
const leadLength = 300
const readLength = 700
/** What a country named by an editor scores at least. */
const declaredScore = 20
const mostCountries = 8

interface Reading {
  mention: Mention
  weight: number
}

const isNamed = (place: Place): place is Mention['place'] => place.code !== null

function mentionsIn(trie: PhraseTrie<Place>, text: string): Mention[] {
  const words = tokens(text)
  const shouted = !/\p{Ll}/u.test(text)
  const titled = isTitled(text)
  const all = trie.matches(words).filter(({ from, to, value }) => {
    const [first, last] = value.capitals
    if ((first && !words[from]?.capital) || (last && !words[to - 1]?.capital)) return false
    return !(shouted && value.acronym)
  })
  // Where an editor's own country shares a name with a real one, the later entry, the editor's, counts.
  return withoutOverlaps(all.reverse()).flatMap(({ from, to, value }) => {
    const written = text.slice(words[from]?.start, words[to - 1]?.end).replace(/['’]s$/, '')
    return isNamed(value) ? [{ place: value, written, text, titled, words, from, to }] : []
  })
}

function readingsOf(trie: PhraseTrie<Place>, story: CountryText): Reading[] {
  const body = (story.summary || plainText(story.html ?? '')).slice(0, readLength)
  const { place, rest } = readDateline(body)
  const weigh = (text: string, weight: (mention: Mention) => number): Reading[] =>
    mentionsIn(trie, text).map((mention) => ({ mention, weight: weight(mention) }))
  return [
    ...weigh(story.headline, () => placeWeights.headline),
    ...weigh(titleCase(place ?? ''), () => placeWeights.dateline),
    ...weigh(rest, ({ words, from }) =>
      (words[from]?.start ?? 0) < leadLength ? placeWeights.lead : placeWeights.later,
    ),
  ]
}

function titleCase(place: string): string {
  return place.replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
}

function settingOf(readings: readonly Reading[], text: string): Setting {
  const mentions = readings.map(({ mention }) => mention)
  const byText = new Map(
    [...Map.groupBy(mentions, (mention) => mention.text)].map(([of, all]) => [
      of,
      new Set(all.map(({ from }) => from)),
    ]),
  )
  const persons = mentions.filter((mention) =>
    isPerson(mention, (token) => byText.get(mention.text)?.has(token) ?? false),
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
  }
}

function tally(readings: readonly Reading[], setting: Setting): Map<string, Scored> {
  const found = new Map<string, Scored>()
  for (const { mention, weight } of readings)
    for (const id of resolve(mention, setting)) {
      const scored = found.get(id) ?? { id, score: 0, words: [] }
      scored.score += weight * kindWeights[mention.place.kind] * (scored.score > 0 ? repeated : 1)
      if (!scored.words.includes(mention.written)) scored.words.push(mention.written)
      found.set(id, scored)
    }
  return found
}

/** Codes by code and by name, in lower case, so that an editor may write either. */
function declaredCode(
  trie: PhraseTrie<Place>,
  declared: string,
  extra: readonly CountryEntry[],
): string | null {
  const code = declared.trim().toUpperCase()
  if (extra.some((entry) => entry.code === declared.trim())) return declared.trim()
  const named = mentionsIn(trie, titleCase(declared)).concat(mentionsIn(trie, declared))[0]?.place.code
  return named ?? (/^[A-Z]{2}$/.test(code) ? code : null)
}

/**
 * Compiles the gazetteer with a newsroom's own countries into one function: the countries a story is
 * about (ids are ISO 3166-1 alpha-2 codes or the newsroom's own), best first, with the words that made them.
 */
export function compileCountries(extra: readonly CountryEntry[]): (story: CountryText) => Scored[] {
  const trie = gazetteer(extra)
  return (story) => {
    const readings = readingsOf(trie, story)
    const found = tally(readings, settingOf(readings, `${story.headline}\n${story.summary}`))
    for (const declared of story.declaredCountries) {
      const id = declaredCode(trie, declared, extra)
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
