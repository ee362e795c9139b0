import {
  block,
  type BlockSizes,
  type EarlierItem,
  type Form,
  type Item,
  type Sheet,
} from '../../core/entities/sheet.ts'

/** A block's key with its size in bytes; NaN if the block was not rendered. */
export interface Piece {
  key: string
  size: number
}

/** A story of today under one topic, in each form. */
export type Forms = Record<Form, Piece>

export interface NewsRow {
  item: Item
  line: Piece
  /** Its topics within the digest, best first, as indices into the digest's topics. */
  topics: { at: number; forms: Forms }[]
}

export interface EarlierRow {
  item: EarlierItem
  piece: Piece
  topics: number[]
  frozenAt: number
}

export interface AnalysisRow {
  item: Item
  isNew: Piece
  seen: Piece
  topics: number[]
  firstSeenAt: number
}

/** What all cuts of a sheet share. */
export interface CutTable {
  sheet: Sheet
  /** Topic ids in the digest's order, and the index of each. */
  topics: string[]
  placeOf: ReadonlyMap<string, number>
  sections: { head: Piece; more: Piece }[]
  news: NewsRow[]
  earlier: EarlierRow[]
  corrections: EarlierRow[]
  analyses: AnalysisRow[]
  opensAt: number
  fixed: Record<
    | 'head'
    | 'masthead'
    | 'intro'
    | 'note'
    | 'inBriefHead'
    | 'since'
    | 'correctionsHead'
    | 'analysisHead'
    | 'profile'
    | 'footer'
    | 'tail',
    Piece
  >
}

type PieceOf = (key: string) => Piece

function fixedPieces(piece: PieceOf, footer: string): CutTable['fixed'] {
  return {
    head: piece(block.head),
    masthead: piece(block.masthead),
    intro: piece(block.intro),
    note: piece(block.note),
    inBriefHead: piece(block.inBriefHead),
    since: piece(block.since),
    correctionsHead: piece(block.correctionsHead),
    analysisHead: piece(block.analysisHead),
    profile: piece(block.profile),
    footer: piece(footer),
    tail: piece(block.tail),
  }
}

function formsOf(storyId: number, topic: string, piece: PieceOf): Forms {
  const of = (form: Form): Piece => piece(block.story(storyId, form, topic))
  return { lead: of('lead'), normal: of('normal'), brief: of('brief') }
}

/** Computes a sheet's table once, so that a cut needs no look-ups by name. */
export function cutTable(sheet: Sheet, sizes: BlockSizes, footer: string = block.footer): CutTable {
  const piece: PieceOf = (key) => ({ key, size: sizes.get(key) ?? Number.NaN })
  const topics = sheet.topics.map(({ id }) => id)
  const placeOf = new Map(topics.map((id, at) => [id, at]))
  const places = (item: Item): number[] => [...new Set(item.topics)].flatMap((id) => placeOf.get(id) ?? [])
  const isBefore = ({ editionFrozenAt }: EarlierItem): boolean =>
    Temporal.Instant.compare(editionFrozenAt, sheet.frozenAt) < 0
  return {
    sheet,
    topics,
    placeOf,
    sections: topics.map((id) => ({ head: piece(block.section(id)), more: piece(block.more(id)) })),
    news: sheet.news.map((item) => ({
      item,
      line: piece(block.line(item.storyId)),
      topics: places(item).map((at) => ({ at, forms: formsOf(item.storyId, topics[at] ?? '', piece) })),
    })),
    earlier: sheet.earlier.filter(isBefore).map((item) => ({
      item,
      piece: piece(block.earlier(item.storyId)),
      topics: places(item),
      frozenAt: item.editionFrozenAt.epochMilliseconds,
    })),
    corrections: sheet.corrections.map((item) => ({
      item,
      piece: piece(block.correction(item.storyId)),
      topics: places(item),
      frozenAt: item.editionFrozenAt.epochMilliseconds,
    })),
    analyses: sheet.analyses.map((item) => ({
      item,
      isNew: piece(block.analysis(item.storyId, true)),
      seen: piece(block.analysis(item.storyId, false)),
      topics: places(item),
      firstSeenAt: item.firstSeenAt.epochMilliseconds,
    })),
    opensAt: sheet.opensAt.epochMilliseconds,
    fixed: fixedPieces(piece, footer),
  }
}
