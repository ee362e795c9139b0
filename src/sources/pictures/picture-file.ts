import sharp, { type Metadata, type Sharp } from 'sharp'
import { said, text, type Said } from '../../core/said/said.ts'
import type { PictureFile, PictureReading } from '../fetch-result.ts'

/** Twice the displayed widths, for dense screens: 544 px for the lead, 112 × 84 for a thumbnail. */
const largest = 1088
const thumb = { width: 224, height: 168 }
const smallest = 48
/** The largest ratio of the sides that is shown; up to `longestCut` a picture is cropped to it, beyond that it is refused. */
const longestShown = 3
const longestCut = 4
const mostPixels = 40_000_000
/** A larger PNG with transparency becomes a JPEG. In bytes. */
const largestPng = 300_000
const secondsToDecode = 20

const signatures: { name: string; test: (head: string) => boolean }[] = [
  { name: 'JPEG', test: (head) => head.startsWith('\xff\xd8\xff') },
  { name: 'PNG', test: (head) => head.startsWith('\x89PNG\r\n\x1a\n') },
  { name: 'GIF', test: (head) => /^GIF8[79]a/.test(head) },
  { name: 'WebP', test: (head) => head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP' },
  { name: 'AVIF', test: (head) => /^ftypavi[fs]/.test(head.slice(4)) },
]

/** The type is judged by the first bytes, never by a name or header, so that SVG and the like reach no decoder. */
function faultOf(bytes: Buffer): Said | null {
  if (bytes.length === 0) return said('picture-empty')
  const head = bytes.subarray(0, 16).toString('latin1')
  if (signatures.some((signature) => signature.test(head))) return null
  if (/^\s*(?:<\?xml|<svg|<!--)/i.test(bytes.subarray(0, 256).toString('utf8'))) return said('picture-svg')
  return said('picture-other-kind')
}

async function written(picture: Sharp, alpha: boolean): Promise<PictureFile> {
  if (alpha) {
    const png = await picture.clone().png({ compressionLevel: 9 }).toBuffer({ resolveWithObject: true })
    if (png.data.length <= largestPng)
      return { bytes: png.data, type: 'image/png', width: png.info.width, height: png.info.height }
  }
  const jpeg = await picture
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 78, progressive: true, mozjpeg: false })
    .toBuffer({ resolveWithObject: true })
  return { bytes: jpeg.data, type: 'image/jpeg', width: jpeg.info.width, height: jpeg.info.height }
}

const open = (bytes: Buffer): Sharp =>
  sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 }).timeout({
    seconds: secondsToDecode,
  })

function sizeFault({ width, height }: Metadata): Said | null {
  if (width * height > mostPixels) return said('picture-large', { most: mostPixels / 1_000_000 })
  if (width < smallest || height < smallest) return said('picture-small', { width, height })
  return Math.max(width / height, height / width) > longestCut
    ? said('picture-strip', { width, height, most: longestShown })
    : null
}

/** The size of `large`, from the size of the upright picture; a picture longer than 3:1 loses both ends. */
function sizeOfLarge({ width, height }: { width: number; height: number }): {
  width: number
  height: number
} {
  const cut = {
    width: Math.min(width, height * longestShown),
    height: Math.min(height, width * longestShown),
  }
  const scale = Math.min(1, largest / cut.width)
  return { width: Math.round(cut.width * scale), height: Math.max(Math.round(cut.height * scale), 1) }
}

/**
 * Makes the two sizes of a picture: `large` at most 1088 pixels wide, cropped to at most 3:1 and never enlarged; `thumb` 224 × 168,
 * cropped. JPEG, or PNG if it has transparent parts and is small; turned upright, without metadata.
 */
export async function resizePicture(bytes: Buffer): Promise<PictureReading> {
  const fault = faultOf(bytes)
  if (fault !== null) return { ok: false, reason: fault }
  const turn = last.then(() => resized(bytes))
  last = turn
  return turn
}

/** Pictures are decoded one at a time: each takes four times its pixels in memory. */
let last: Promise<unknown> = Promise.resolve()

async function resized(bytes: Buffer): Promise<PictureReading> {
  // Each picture is handled once, so libvips' cache and a pool of threads would only hold memory.
  sharp.cache(false)
  sharp.concurrency(1)
  try {
    const metadata = await open(bytes).metadata()
    const wrongSize = sizeFault(metadata)
    if (wrongSize !== null) return { ok: false, reason: wrongSize }
    const alpha = metadata.hasAlpha && !(await open(bytes).stats()).isOpaque
    const upright = (): Sharp => open(bytes).autoOrient()
    const large = await written(
      upright().resize({ ...sizeOfLarge(metadata.autoOrient), fit: 'cover' }),
      alpha,
    )
    const small = await written(upright().resize({ ...thumb, fit: 'cover' }), alpha)
    return { ok: true, large, thumb: small }
  } catch (error) {
    return { ok: false, reason: said('picture-damaged', { why: text((error as Error).message) }) }
  }
}
