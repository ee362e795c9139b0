import { canonicalLink } from '../../src/curate/text/canonical-link.ts'
import { correctionReason } from '../../src/curate/events/corrections.ts'
import { compileCountries } from '../../src/curate/countries/countries.ts'
import type { ChangedStory } from '../../src/curate/curated.ts'
import { readDateline } from '../../src/curate/text/dateline.ts'
import { whatIsNew } from '../../src/curate/events/new-facts.ts'
import { plainText } from '../../src/curate/text/plain-text.ts'
import { readingMinutes } from '../../src/curate/text/reading-time.ts'
import { ruledOut } from '../../src/curate/rules.ts'
import { tollOf } from '../../src/curate/events/toll.ts'
import { undecided } from '../../src/curate/events/decisions.ts'
import { perhapsSame } from '../../src/curate/events/perhaps-same.ts'
import { groupSame } from '../../src/curate/events/same-story.ts'
import { sentences } from '../../src/core/text/sentences.ts'
import { attributionOf, extractOf } from '../../src/curate/text/summary.ts'
import { isTitled, normalTitle, roundUp, serialNumber } from '../../src/curate/events/titles.ts'
import { compileTopics } from '../../src/curate/topics/topics.ts'
import { tokens } from '../../src/curate/topics/tokens.ts'
import { at, shippedTopics, story } from '../curate/cast.ts'
import { ofSigns, ofWords } from './subject.ts'

const topics = compileTopics(shippedTopics)
const countries = compileCountries([])
const nothing = { summary: '', declaredTopics: [], declaredCountries: [] }
const any = ['x y', '. .', '- -', 'the state of war']
const rules = ruledOut({
  newsroom: [{ action: 'leave-out', where: 'words', any }],
  bySource: new Map(),
})

const twice = (headline: string) =>
  [1, 2].map((id) => ({
    ...story({ id, headline, summary: headline }),
    at: at('2026-03-02T12:00:00Z'),
    places: new Set<string>(),
    placeWords: [headline],
  }))

/** Pieces of a text as headlines, each with a unique word and reported by four sources. */
function headlinesOf(text: string) {
  const pieces = text.match(/[^]{1,150}/g) ?? []
  return pieces.flatMap((piece, event) =>
    [1, 2, 3, 4].map((sourceId) => ({
      ...story({ id: event * 4 + sourceId, sourceId, headline: `u${event}q ${piece}` }),
      at: at('2026-03-02T12:00:00Z'),
      places: new Set<string>(),
      placeWords: [],
    })),
  )
}

function changed(text: string): ChangedStory {
  const now = story({ headline: 'Count', summary: text, html: text })
  const before = { ...now, summary: `${text}.` }
  const carried = {
    ...now,
    link: 'https://wire.example.org/',
    storyId: now.id,
    shown: text,
    on: Temporal.PlainDate.from('2026-03-02'),
    at: at('2026-03-02T12:00:00Z'),
    topics: [],
  }
  return { story: now, before, carried }
}

export const curateSubjects = [
  ...ofSigns({
    sentences,
    'plain text of markup': plainText,
    'a dateline': readDateline,
    'a title': (text) => normalTitle(text, 'x'),
    'the number of a series': serialNumber,
    'capitals of a title': isTitled,
    'minutes of reading': (text) => readingMinutes([text]),
    'the path of a link': (text) => canonicalLink(`https://wire.example.org/${text}`),
    'a summary of a description': (text) => extractOf(story({ summary: text })),
    'a summary of a body': (text) => extractOf(story({ html: text })),
    'a summary that repeats a headline': (text) => extractOf(story({ headline: text, summary: `${text} x` })),
    'an attribution': (text) => attributionOf({ byline: text, sourceName: text }, 'AP'),
    'rules of a newsroom': (text) => rules(story({ headline: text })),
  }),
  ...ofWords({
    words: (text) => tokens(text),
    'topics of a headline': (text) => topics({ ...nothing, headline: text }),
    'topics of a summary and a body': (text) =>
      topics({ ...nothing, headline: '', summary: text, html: text }),
    'countries of a headline': (text) => countries({ ...nothing, headline: text }),
    'countries of a summary': (text) => countries({ ...nothing, headline: '', summary: text, html: text }),
    'countries that an editor names': (text) =>
      countries({ ...nothing, headline: '', declaredCountries: [text] }),
    'a round-up': roundUp,
    'the number of dead': tollOf,
    'what is new': (text) => whatIsNew({ headline: text, summary: text }, text),
    'a correction': (text) => correctionReason(changed(text)),
    'two accounts of one event': (text) => groupSame(twice(text)),
    'headlines of many sources': (text) => groupSame(headlinesOf(text)),
    'headlines that are perhaps the same': (text) => perhapsSame(headlinesOf(text), undecided),
  }),
]
