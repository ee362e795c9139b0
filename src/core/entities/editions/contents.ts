import type { Reason } from '../../said/said.ts'

/** A story's outcome for a digest: `carried`, `held`, or the gate that left it out, with the reason. */
export interface Outcome {
  storyId: number
  gate: string
  reason: Reason
  score: number
  /** The story that leads its cluster, or that was carried before. */
  duplicateOf: number | null
}

/** A stored block: encoded, with the size of its HTML after decoding. */
export interface StoredBlock {
  key: string
  html: string
  text: string
  size: number
}

/** A stored variant. */
export interface VariantContent {
  subject: string
  /** The approximate size of the whole e-mail. */
  bytes: number
  blocks: string[]
  topics: string[]
}

/** A part of an edition's web version: HTML in which our own addresses begin with `/`, which stands for the public URL. */
export interface WebPiece {
  /** The key of its block. */
  key: string
  /** The story that it shows, if any. */
  storyId: number | null
  html: string
}
