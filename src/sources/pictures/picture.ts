import type { PictureLink } from '../../core/entities/story.ts'
import { fileURLToPath } from 'node:url'
import { said } from '../../core/said/said.ts'
import type { Fetcher } from '../fetching/fetcher.ts'
import type { Limits } from '../limits.ts'
import { readWithin, type LocalBytes } from '../kinds/local-file.ts'
import { resizePicture } from './picture-file.ts'
import type { PictureReading } from '../fetch-result.ts'

const request = {
  accept: 'image/avif, image/webp, image/jpeg, image/png, image/gif;q=0.8',
  etag: null,
  lastModified: null,
  // Publishers name these pictures in their own feeds, to be shown with the item.
  robots: false,
}

async function fromFile(url: string, within: string | null, limit: number): Promise<LocalBytes> {
  if (within === null) return { ok: false, reason: said('picture-file-elsewhere', { url }) }
  try {
    return await readWithin(within, fileURLToPath(url), limit)
  } catch {
    return { ok: false, reason: said('path-not-valid', { path: url }) }
  }
}

async function fromNet(url: string, fetcher: Fetcher): Promise<LocalBytes> {
  const got = await fetcher.fetch(url, request)
  if (!got.ok) return { ok: false, reason: got.reason }
  return got.unchanged
    ? { ok: false, reason: said('sent-nothing', { place: url }) }
    : { ok: true, bytes: got.body }
}

/** Reads a picture, from the network or from a file inside `within`, and makes its two sizes. */
export async function readPicture(
  link: PictureLink,
  within: string | null,
  fetcher: Fetcher,
  limits: Limits,
): Promise<PictureReading> {
  const got = link.url.startsWith('file:')
    ? await fromFile(link.url, within, limits.bytes)
    : await fromNet(link.url, fetcher)
  if (!got.ok) return got
  const picture = await resizePicture(got.bytes)
  return picture.ok
    ? picture
    : { ok: false, reason: said('of-picture', { url: link.url, what: picture.reason }) }
}
