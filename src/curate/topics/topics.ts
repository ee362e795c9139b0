import type { Pairing, Topic } from '../../core/entities/newsroom.ts'
import type { Scored } from '../../core/entities/story.ts'
import { topicIn } from '../../core/entities/topic-in.ts'
import { keptCompiled } from '../kept-compiled.ts'
import { primaryLanguage } from '../../core/text/primary-language.ts'
import { phraseTrie, touches, withoutOverlaps, wordsOf, type Match, type PhraseTrie } from './phrase-trie.ts'
import { plainText } from '../text/plain-text.ts'
import { tokens, type Token } from './tokens.ts'

/** The text in which topics are found. */
interface TopicText {
  /** BCP 47; English if missing. */
  language?: string
  headline: string
  /** Plain text. */
  summary: string
  declaredTopics: readonly string[]
  /** Sanitised HTML of the body. */
  html?: string | null
}

/** The score from which a story belongs to a topic. */
export const topicThreshold = 3
/** The least score of a topic named by an editor, above what words reach in practice. */
const declaredScore = 100

// A headline gives the subject; a body mentions much in passing, especially if headline and summary don't mention it.
const places = { headline: 2, summary: 1, body: 0.35, bodyAlone: 0.15 }
const repeated = 0.25
// Words with less weight only add to others: "talks", "foreign minister" and "UN" together are politics in general.
const sufficientWeight = 2
const readLength = 3000
/** The language of a topic's lexicon outside `languages`. */
const firstLanguage = 'en'

/** The side of a pairing to which a phrase belongs. */
interface PairingSide {
  pairing: Pairing
  /** The pairing's number among those of its lexicons. */
  number: number
  side: 'one' | 'other'
}

type Sense =
  | { topic: string; phrase: string; weight: number }
  | { topic: string; excludes: true }
  | { topic: string; sides: readonly PairingSide[] }

interface Tally {
  score: number
  words: Set<string>
  /** True once a phrase was found that is sufficient by itself. */
  isSufficient: boolean
}

const nothing = (): Tally => ({ score: 0, words: new Set(), isSufficient: false })

const noWords: ReadonlySet<number> = new Set()

/** The words covered by phrases that exclude a topic; `own` are the matches of that topic. */
function excludedWords(own: readonly Match<Sense>[]): ReadonlySet<number> {
  const excludes = own.filter(({ value }) => 'excludes' in value)
  return excludes.length === 0 ? noWords : wordsOf(excludes)
}

function hitsOf(own: readonly Match<Sense>[]): Match<Sense>[] {
  const terms = own.filter(({ value }) => 'weight' in value)
  if (terms.length === 0) return terms
  const excluded = excludedWords(own)
  return withoutOverlaps(excluded.size === 0 ? terms : terms.filter((match) => !touches(match, excluded)))
}

/** Adds the scores of phrases in one place. */
function addPlace({ text, words }: Read, hits: readonly Match<Sense>[], factor: number, into: Tally): void {
  const seen = new Set<string>()
  let score = 0
  for (const { from, to, value } of hits) {
    if (!('weight' in value)) continue
    score += value.weight * factor * (seen.has(value.phrase) ? repeated : 1)
    seen.add(value.phrase)
    if (value.weight >= sufficientWeight) into.isSufficient = true
    if (value.weight > 0) into.words.add(text.slice(words[from]?.start, words[to - 1]?.end))
  }
  into.score += score
}

/** A text with its words and the phrases found in it. */
interface Read {
  text: string
  words: readonly Token[]
  /** By topic. */
  found: ReadonlyMap<string, readonly Match<Sense>[]>
}

/** The lexicons of one language, matched in one pass. */
interface Lexicons {
  language: string
  trie: PhraseTrie<Sense>
  /** True if phrases of both sides of any pairing of a topic occur, which is rare. */
  mayPair(reads: readonly Read[], topic: string): boolean
}

function readWith({ trie, language }: Lexicons, text: string): Read {
  const words = tokens(text, language)
  return { text, words, found: Map.groupBy(trie.matches(words), ({ value }) => value.topic) }
}

function scorePlace(read: Read, factorOf: (topic: string) => number, into: Map<string, Tally>): void {
  for (const [topic, own] of read.found) {
    const hits = hitsOf(own)
    // Many texts contain only sides of pairings.
    if (hits.length === 0) continue
    const sum = into.get(topic) ?? nothing()
    addPlace(read, hits, factorOf(topic), sum)
    into.set(topic, sum)
  }
}

/** A match of one side of a pairing, and its text. */
interface Side {
  in: Read
  match: Match<Sense>
  side: 'one' | 'other'
}

const isDecided = (tally: Tally | undefined): boolean =>
  tally !== undefined && tally.isSufficient && tally.score >= topicThreshold

/** Marks which sides of each pairing occur, without allocating for each text. */
function pairFinder(pairings: number): Lexicons['mayPair'] {
  const [ones, others] = [new Float64Array(pairings), new Float64Array(pairings)]
  let text = 0
  return (reads, topic) => {
    text += 1
    for (const { found } of reads)
      for (const { value } of found.get(topic) ?? []) {
        if (!('sides' in value)) continue
        for (const { number, side } of value.sides) {
          const [own, facing] = side === 'one' ? [ones, others] : [others, ones]
          if (facing[number] === text) return true
          own[number] = text
        }
      }
    return false
  }
}

/** The matches of each pairing of a topic. */
function sidesOf(reads: readonly Read[], topic: string): Map<Pairing, Side[]> {
  const found = new Map<Pairing, Side[]>()
  for (const read of reads)
    for (const match of read.found.get(topic) ?? []) {
      if (!('sides' in match.value)) continue
      for (const { pairing, side } of match.value.sides) {
        const known = found.get(pairing)
        if (known) known.push({ in: read, match, side })
        else found.set(pairing, [{ in: read, match, side }])
      }
    }
  return found
}

const areOneSide = (sides: readonly Side[]): boolean => sides.every(({ side }) => side === sides[0]?.side)

/** Sides that no phrase of their topic excludes; all are of one topic. */
function notExcluded(sides: readonly Side[], topic: string): Side[] {
  return [...Map.groupBy(sides, (side) => side.in)].flatMap(([read, own]) => {
    const excluded = excludedWords(read.found.get(topic) ?? [])
    return own.filter(({ match }) => !touches(match, excluded))
  })
}

const overlap = (a: Side, b: Side): boolean =>
  a.in === b.in && a.match.from < b.match.to && b.match.from < a.match.to

function firstPair(sides: readonly Side[]): [Side, Side] | null {
  const of = (side: 'one' | 'other') => sides.filter((each) => each.side === side)
  const [ones, others] = [of('one'), of('other')]
  for (const one of ones) for (const other of others) if (!overlap(one, other)) return [one, other]
  return null
}

/** Scores pairings in headline and summary, for topics that no phrase has decided by itself. */
function scorePairings({ mayPair }: Lexicons, reads: readonly Read[], into: Map<string, Tally>): void {
  const topics = new Set(reads.flatMap(({ found }) => [...found.keys()]))
  for (const topic of topics) {
    if (isDecided(into.get(topic)) || !mayPair(reads, topic)) continue
    for (const [pairing, sides] of sidesOf(reads, topic)) {
      // Most texts have only one side.
      if (areOneSide(sides) || isDecided(into.get(topic))) continue
      const pair = firstPair(notExcluded(sides, topic))
      if (!pair) continue
      const sum = into.get(topic) ?? nothing()
      sum.score += pairing.weight
      sum.isSufficient = true
      for (const { in: read, match } of pair)
        sum.words.add(read.text.slice(read.words[match.from]?.start, read.words[match.to - 1]?.end))
      into.set(topic, sum)
    }
  }
}

/** The sides to which each phrase belongs; the first pairing has the number `first`. */
function sidesByPhrase(together: readonly Pairing[], first: number): Map<string, PairingSide[]> {
  const all = together.flatMap((pairing, at) =>
    (['one', 'other'] as const).flatMap((side) =>
      pairing[side].map((phrase) => ({ phrase, pairing, number: first + at, side })),
    ),
  )
  return Map.groupBy(all, ({ phrase }) => phrase)
}

function lexiconsIn(language: string, topics: readonly Topic[]): Lexicons {
  const trie = phraseTrie<Sense>(language)
  let pairings = 0
  for (const { id, lexicon } of topics.map((topic) => topicIn(topic, language))) {
    for (const [phrase, term] of Object.entries(lexicon.terms))
      trie.add(phrase, { topic: id, phrase, weight: typeof term === 'number' ? term : term.weight })
    for (const phrase of lexicon.not) trie.add(phrase, { topic: id, excludes: true })
    for (const [phrase, sides] of sidesByPhrase(lexicon.together, pairings))
      trie.add(phrase, { topic: id, sides })
    pairings += lexicon.together.length
  }
  return { language, trie, mayPair: pairFinder(pairings) }
}

function scoresOf(lexicons: Lexicons, story: TopicText): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  const headline = readWith(lexicons, story.headline)
  const summary = readWith(lexicons, story.summary.slice(0, readLength))
  scorePlace(headline, () => places.headline, tallies)
  scorePlace(summary, () => places.summary, tallies)
  scorePairings(lexicons, [headline, summary], tallies)
  if (!story.html) return tallies
  const above = new Set([...tallies].flatMap(([topic, { score }]) => (score > 0 ? [topic] : [])))
  const body = readWith(lexicons, plainText(story.html).slice(0, readLength))
  scorePlace(body, (topic) => (above.has(topic) ? places.body : places.bodyAlone), tallies)
  return tallies
}

const round = (score: number): number => Math.round(score * 100) / 100

const lexiconsByLanguage = keptCompiled<readonly Topic[], Map<string, Lexicons>>(() => new Map())

/**
 * Compiles lexicons into a function that returns a story's topics with score and words, best first. A topic declared by an editor always
 * counts and comes before the others. `least` is the score from which a topic counts. A story is read with the lexicons of its language, or
 * with the default ones if no topic has any for it.
 */
export function compileTopics(
  topics: readonly Topic[],
  least: number = topicThreshold,
): (story: TopicText) => Scored[] {
  const spoken = new Set(topics.flatMap(({ languages = {} }) => Object.keys(languages)))
  const compiled = lexiconsByLanguage(topics)
  const lexiconsOf = (language: string): Lexicons => {
    const known = compiled.get(language) ?? lexiconsIn(language, topics)
    compiled.set(language, known)
    return known
  }
  return (story) => {
    const language = primaryLanguage(story.language ?? firstLanguage)
    const tallies = scoresOf(lexiconsOf(spoken.has(language) ? language : firstLanguage), story)
    return topics
      .flatMap(({ id }, order) => {
        const tally = tallies.get(id)
        const declared = story.declaredTopics.includes(id)
        // Most stories are unrelated to most topics.
        if (!declared && !(tally?.isSufficient && tally.score >= least)) return []
        const { score, words } = tally ?? nothing()
        return { id, order, score: round(declared ? declaredScore + Math.max(0, score) : score), words }
      })
      .sort((a, b) => b.score - a.score || a.order - b.order)
      .map(({ id, score, words }) => ({ id, score, words: [...words] }))
  }
}
