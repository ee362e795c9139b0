import type { Reason } from '../../said/said.ts'
import type { PictureLink } from '../story.ts'

/** A picture's bytes with what a page must say of it. */
export interface MediaFile {
  bytes: Buffer
  type: string
  width: number
  height: number
}

/** A picture that is kept, and since when it is known that nothing shows it; null while something does. */
export interface KeptPicture {
  hash: string
  unshownSince: Temporal.Instant | null
}

/** A picture that a story has not got yet. */
export interface WantedPicture {
  storyId: number
  sourceId: number
  link: PictureLink
  /** How often it was asked for. */
  tries: number
}

/** What became of a source's pictures that are not there. */
export interface MissingPictures {
  sourceId: number
  count: number
  /** Why the last of them could not be had. */
  fault: Reason
}
