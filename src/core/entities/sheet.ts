import type { OwnPageName } from './own-pages.ts'
import type { Newsroom, Profile, Topic } from './newsroom.ts'
import type { Picture, Section } from './story.ts'
import type { Reason, Refused } from '../said/said.ts'

/**
 * An edition as rendering and cutting see it: everything that can be in an e-mail of it.
 * Plain data, JSON but for `Temporal` values.
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
  /** The latest analyses, newest first; an e-mail shows three of them at most. */
  analyses: Item[]
  /** News of this digest's editions before this one that are not in `news`, best first, in their last state. */
  earlier: EarlierItem[]
  /** Stories of earlier editions as they are set right by this one or one before, newest first. */
  corrections: EarlierItem[]
  profile: Profile | null
  /** An editor's note that opens the e-mail: plain text, paragraphs set off by blank lines. */
  note: string | null
  /** Subjects of the last days, which the subject of today must differ from. */
  recentSubjects: string[]
  /** Pages of the newsroom's own that there are, which the footer links to. */
  ownPages: OwnPageName[]
  /** `DAYWIRE_PUBLIC_URL`, ending in a slash. */
  publicUrl: string
}

/** One story as an edition carries it, after an editor's changes. */
export interface Item {
  storyId: number
  section: Section
  /** Topic ids, best first; at least one for news. */
  topics: string[]
  countries: { code: string; name: string }[]
  headline: string
  /** Plain text, one to three sentences. */
  summary: string
  /** Why it matters, in an editor's words: plain text, one or two sentences, shown where it leads. */
  why: string | null
  byline: string | null
  sourceName: string
  /** Absolute http(s) address: the source's page, or our own page of the story; null where there is none. */
  link: string | null
  publishedAt: Temporal.Instant | null
  firstSeenAt: Temporal.Instant
  picture: Picture | null
  also: { name: string; link: string }[]
  score: number
  /** Why it stands where it stands. */
  reasons: Reason[]
  /** An editor wants it there: it is neither shortened nor left out for the size of an e-mail. */
  isPinned?: boolean
  /** What was carried before that it brings up to date or sets right. */
  follows?: Follows
}

/** A story of an earlier edition that a later item goes on from. */
export interface Follows {
  kind: 'update' | 'correction'
  storyId: number
  /** As it was carried. */
  headline: string
  /** The date of the edition that carried it. */
  on: Temporal.PlainDate
  /** Its place on the edition's web page. */
  link: string
}

export interface EarlierItem extends Item {
  /** The edition that carried it. */
  editionDate: Temporal.PlainDate
  editionFrozenAt: Temporal.Instant
}

/** The forms that a news story is rendered in. */
export const forms = ['lead', 'normal', 'brief'] as const
export type Form = (typeof forms)[number]

/**
 * The keys of blocks. An e-mail is a list of them: head first, tail last. The same story under
 * another topic has another label and colour, so it is another block.
 */
export const block = {
  /** Doctype, styles and everything before the first visible row; holds the preheader slot. */
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
  /** The block of a story without the line on what it brings up to date, for when that is withdrawn. */
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
  /** Holds the recipient slots: address, links with a token. */
  footer: 'footer',
  /** The footer of the public web version, without tokens. */
  webFooter: 'web-footer',
  tail: 'tail',
} as const

/** The story that a block shows in words of its own; null for a block of none, or of its headline alone. */
export function storyOfBlock(key: string): number | null {
  const match = /^(?:story|earlier|analysis|correction):(\d+)(?::|$)/.exec(key)
  return match ? Number(match[1]) : null
}

/** One rendered piece, slots marked (`slots.ts`), not yet encoded. Text uses `\n`; both end with it. */
export interface Block {
  key: string
  html: string
  text: string
}

/** What the cut of one set of choices came to. */
export type Cut =
  | {
      ok: true
      /** Block keys in order. */
      blocks: string[]
      /** The story whose headline is the subject: the best news, else the best since, else an analysis. */
      lead: Item
      /** News in the e-mail, today's and since. */
      news: Item[]
      /** Stories set right in the e-mail. */
      corrections: Item[]
      /** Analyses in the e-mail, with whether they are new to this reader. */
      analyses: { item: Item; isNew: boolean }[]
      /** Topic ids that the reader gets, in the digest's order. */
      topics: string[]
      /** News of the chosen topics that had to go for size, each counted under its topic. */
      more: { topic: string; items: Item[] }[]
      /** The date after which "since" begins; null where there is no such section. */
      since: Temporal.PlainDate | null
    }
  | Refused

/** The newest delivery of this digest that counts (sent, unknown or skipped), by its edition. */
export interface LastDelivery {
  date: Temporal.PlainDate
  frozenAt: Temporal.Instant
  /** Stories that this reader's e-mails showed, of those corrected since. */
  shown?: ReadonlySet<number>
}

/** Decoded bytes of each block's HTML, its slots at their longest. */
export type BlockSizes = ReadonlyMap<string, number>
