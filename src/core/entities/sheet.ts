import type { OwnPageName } from './own-pages.ts'
import type { Newsroom, Profile, Topic } from './newsroom.ts'
import type { Picture, Section } from './story.ts'
import type { Reason, Refused } from '../said/said.ts'

/**
 * An edition as input of rendering and cutting: everything that an e-mail of it can contain. Plain data, JSON except for `Temporal` values.
 */
export interface Sheet {
  newsroom: Newsroom
  digest: {
    id: number
    key: string
    name: string
    language: string
    /** The folder of its templates. */
    template: string
    timeZone: string
    hour: string
  }
  editionId: number
  date: Temporal.PlainDate
  number: number
  revision: number
  opensAt: Temporal.Instant
  frozenAt: Temporal.Instant
  /** Topics of the digest in the order of their sections. */
  topics: Topic[]
  /** Today's news, best first. */
  news: Item[]
  /** The latest analyses, newest first; an e-mail shows at most three of them. */
  analyses: Item[]
  /** News of this digest's earlier editions that is not in `news`, best first, in its latest state. */
  earlier: EarlierItem[]
  /** Stories of earlier editions that were corrected by this edition or one before it, newest first. */
  corrections: EarlierItem[]
  profile: Profile | null
  /** An editor's note at the top of the e-mail: plain text, paragraphs separated by blank lines. */
  note: string | null
  /** Subjects of the last days, from which today's must differ. */
  recentSubjects: string[]
  /** The newsroom's own pages that exist, to which the footer links. */
  ownPages: OwnPageName[]
  /** `DAYWIRE_PUBLIC_URL`, ending in a slash. */
  publicUrl: string
}

/** A story in an edition, with editors' changes applied. */
export interface Item {
  storyId: number
  section: Section
  /** Topic ids, best first; at least one for news. */
  topics: string[]
  countries: { code: string; name: string }[]
  headline: string
  /** Plain text, one to three sentences. */
  summary: string
  /** Why it matters, in an editor's words: plain text, one or two sentences, shown if it is the lead. */
  why: string | null
  byline: string | null
  sourceName: string
  /** Absolute http(s) address: the source's page, or our own page of the story; null if there is none. */
  link: string | null
  publishedAt: Temporal.Instant | null
  firstSeenAt: Temporal.Instant
  picture: Picture | null
  also: { name: string; link: string }[]
  score: number
  /** Why it is in its position. */
  reasons: Reason[]
  /** An editor pinned it: it is neither shortened nor left out to fit the size of an e-mail. */
  isPinned?: boolean
  /** The earlier story that it updates or corrects. */
  follows?: Follows
}

/** A story of an earlier edition that a later item updates or corrects. */
export interface Follows {
  kind: 'update' | 'correction'
  storyId: number
  /** As it was carried. */
  headline: string
  /** The date of the edition that carried it. */
  on: Temporal.PlainDate
  /** Its address on the edition's web page. */
  link: string
}

export interface EarlierItem extends Item {
  /** The edition that carried it. */
  editionDate: Temporal.PlainDate
  editionFrozenAt: Temporal.Instant
}

/** The forms in which a news story is rendered. */
export const forms = ['lead', 'normal', 'brief'] as const
export type Form = (typeof forms)[number]

/**
 * The keys of blocks. An e-mail is a list of them: head first, tail last. A story under another topic has another label and colour, so it
 * is another block.
 */
export const block = {
  /** Doctype, styles and everything before the first visible row; contains the preheader slot. */
  head: 'head',
  masthead: 'masthead',
  /** The masthead of the public web version, without a link to itself. */
  webMasthead: 'web-masthead',
  /** "In this edition: … · 7 stories · 2 analyses · 4 min read". */
  intro: 'intro',
  /** The editor's note. */
  note: 'note',
  inBriefHead: 'in-brief-head',
  /** One sentence of a story, under "In brief". */
  line: (storyId: number) => `line:${storyId}`,
  section: (topic: string) => `section:${topic}`,
  story: (storyId: number, form: Form, topic: string) => `story:${storyId}:${form}:${topic}`,
  /** The block of a story without the line about the story that it updates, for when that is withdrawn. */
  alone: (story: string) => `${story}:alone`,
  /** "3 more on the web", linking into the web version at the topic. */
  more: (topic: string) => `more:${topic}`,
  since: 'since',
  earlier: (storyId: number) => `earlier:${storyId}`,
  correctionsHead: 'corrections-head',
  correction: (storyId: number) => `correction:${storyId}`,
  analysisHead: 'analysis-head',
  analysis: (storyId: number, isNew: boolean) => `analysis:${storyId}:${isNew ? 'new' : 'seen'}`,
  profile: 'profile',
  /** Contains the recipient slots: address, links with a token. */
  footer: 'footer',
  /** The footer of the public web version, without tokens. */
  webFooter: 'web-footer',
  tail: 'tail',
} as const

/** The story whose text a block shows; null for a block without one, or with only its headline. */
export function storyOfBlock(key: string): number | null {
  const match = /^(?:story|earlier|analysis|correction):(\d+)(?::|$)/.exec(key)
  return match ? Number(match[1]) : null
}

/** A rendered block with marks for slots (`slots.ts`), not yet encoded. The text uses `\n`; both end with it. */
export interface Block {
  key: string
  html: string
  text: string
}

/** The result of the cut for one set of choices. */
export type Cut =
  | {
      ok: true
      /** Block keys in order. */
      blocks: string[]
      /** The story whose headline is the subject: the best news, otherwise the best earlier story, otherwise an analysis. */
      lead: Item
      /** News in the e-mail, today's and earlier. */
      news: Item[]
      /** Corrected stories in the e-mail. */
      corrections: Item[]
      /** Analyses in the e-mail, with whether they are new to this reader. */
      analyses: { item: Item; isNew: boolean }[]
      /** Ids of the reader's topics, in the digest's order. */
      topics: string[]
      /** News of the chosen topics that was left out to fit the size, under its topic. */
      more: { topic: string; items: Item[] }[]
      /** The date after which "since" begins; null if there is no such section. */
      since: Temporal.PlainDate | null
    }
  | Refused

/** The newest delivery of this digest that counts (sent, unknown or skipped), by its edition. */
export interface LastDelivery {
  date: Temporal.PlainDate
  frozenAt: Temporal.Instant
  /** Which of the corrected stories this reader's e-mails showed. */
  shown?: ReadonlySet<number>
}

/** Decoded bytes of each block's HTML, with slots at their longest. */
export type BlockSizes = ReadonlyMap<string, number>
