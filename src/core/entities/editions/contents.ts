import type { Reason } from '../../said/said.ts'

/** One story's outcome for a digest: `carried`, `held`, or the gate that left it out, with the reason. */
export interface Outcome {
  storyId: number
  gate: string
  reason: Reason
  score: number
  /** The story that leads its cluster, or that was carried before. */
  duplicateOf: number | null
}

/** A block as it is kept: encoded pieces, and the size of its HTML as a client decodes it. */
export interface StoredBlock {
  key: string
  html: string
  text: string
  size: number
}

/** What is kept of a variant. */
export interface VariantContent {
  subject: string
  /** Of the whole mail, about. */
  bytes: number
  blocks: string[]
  topics: string[]
}

/** One part of an edition's web version: HTML in which addresses of our own begin with `/`, which is the public URL. */
export interface WebPiece {
  /** Of the block it was made from. */
  key: string
  /** The story that it shows; null where it shows none. */
  storyId: number | null
  html: string
}
