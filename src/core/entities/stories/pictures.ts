import type { Reason } from '../../said/said.ts'
import type { PictureLink } from '../story.ts'

/** A picture's bytes, type and dimensions. */
export interface MediaFile {
  bytes: Buffer
  type: string
  width: number
  height: number
}

/** A stored picture, and since when nothing shows it; null while something does. */
export interface KeptPicture {
  hash: string
  unshownSince: Temporal.Instant | null
}

/** A picture that a story still lacks. */
export interface WantedPicture {
  storyId: number
  sourceId: number
  link: PictureLink
  /** The number of attempts. */
  tries: number
}

/** A source's missing pictures. */
export interface MissingPictures {
  sourceId: number
  count: number
  /** Why the last of them could not be fetched. */
  fault: Reason
}
