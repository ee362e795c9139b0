import type { Readable, Transform } from 'node:stream'
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  constants,
  createZstdDecompress,
} from 'node:zlib'
import { english } from '../../core/said/sentence.ts'
import { said, type Said } from '../../core/said/said.ts'

/** `says` is said of the address that the body came from. */
export class UnreadableBody extends Error {
  readonly problem: 'too-large' | 'damaged'
  readonly says: Said
  constructor(problem: 'too-large' | 'damaged', says: Said) {
    super(english(says))
    this.problem = problem
    this.says = says
  }
}

/** What we can take off a body, best first; sent as Accept-Encoding. */
export const acceptedEncodings = 'zstd, br, gzip, deflate'

function decoder(encoding: string, firstByte: number | undefined): Transform {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'br':
      return createBrotliDecompress()
    case 'zstd':
      // No more window than HTTP allows, so that a few bytes cannot ask for 128 MB (RFC 9659).
      return createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 23 } })
    case 'deflate':
      // Servers send it with and without the zlib header, whose low four bits are 8 (RFC 1950 §2.2).
      return firstByte !== undefined && (firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw()
    default:
      throw new UnreadableBody('damaged', said('body-packed-otherwise', { encoding }))
  }
}

async function unpack(bytes: Buffer, encoding: string, limit: number): Promise<Buffer> {
  const stream = decoder(encoding, bytes[0])
  stream.end(bytes)
  return collect(stream, limit)
}

/** True of what a body ends with that has another length than its headers say, or breaks off. */
function isEnding(error: unknown): boolean {
  const { code = '', message } = error as { code?: string; message: string }
  return (
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'UND_ERR_SOCKET'].includes(code) ||
    /Invalid EOF state/.test(message)
  )
}

/** `onEnding`: called where a stream does not end as it should, in place of its error, if something of it has come. */
async function collect(
  stream: AsyncIterable<unknown>,
  limit: number,
  onEnding?: () => void,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      const bytes = chunk as Buffer
      size += bytes.length
      // Leaving the loop destroys the stream, so no more is unpacked or fetched.
      if (size > limit)
        throw new UnreadableBody('too-large', said('larger-than-mb', { most: limit / 1_000_000 }))
      chunks.push(bytes)
    }
  } catch (error) {
    if (!onEnding || size === 0 || !isEnding(error)) throw error
    onEnding()
  }
  return Buffer.concat(chunks)
}

/** The beginning of a document as it is before it is packed: XML, HTML or JSON. */
const isPlain = (bytes: Buffer): boolean =>
  /^(?:\xef\xbb\xbf)?\s*[<{[]/.test(bytes.subarray(0, 200).toString('latin1'))

const codingsOf = (contentEncoding: string): string[] =>
  contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
    .reverse()

/** A body that is packed without its headers saying so is unpacked, or stays as it was sent. */
export type Packed = 'unpack' | 'as-sent'

/** Content codings that a body taken off its named ones shows by its first bytes; null where it shows none. */
function unnamedCoding(bytes: Buffer): 'gzip' | 'deflate' | 'zstd' | null {
  const [first, second = 0, third] = bytes
  // RFC 1952 §2.3.1: the two bytes of gzip, and the one method there is.
  if (first === 0x1f && second === 0x8b && third === 8) return 'gzip'
  if (bytes.subarray(0, 4).equals(zstdMagic)) return 'zstd'
  // RFC 1950 §2.2: method 8, a window of 32 KB, and a check sum over both bytes.
  return first === 0x78 && (first * 256 + second) % 31 === 0 ? 'deflate' : null
}

/** RFC 8878 §3.1.1. */
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

/** Unpacks what does not say that it is packed; what only looked like it stays as it came. */
async function unpackUnnamed(bytes: Buffer, most: number, limit: number): Promise<Buffer> {
  let plain = bytes
  for (let times = 0; times < most; times++) {
    const coding = unnamedCoding(plain)
    if (coding === null) break
    try {
      plain = await unpack(plain, coding, limit)
    } catch (error) {
      if (error instanceof UnreadableBody) throw error
      if (coding === 'deflate') break
      throw new UnreadableBody('damaged', said('body-damaged', { coding }))
    }
  }
  return plain
}

const mostCodings = 3

/**
 * Reads a body, each stage capped at `limit` bytes, and takes off its content codings (RFC 9110 §8.4), at most
 * three of them, and with `unpack` those that it does not name. A document that is not packed although it says so stays as it came.
 * Throws `UnreadableBody` for what is too large, packed otherwise, or broken off while packed. `onEnding`: called where the body is
 * shorter or longer than its headers say; without it, this is an error of the stream.
 */
export async function readBody(
  body: Readable,
  contentEncoding: string,
  limit: number,
  packed: Packed,
  onEnding?: () => void,
): Promise<Buffer> {
  const codings = codingsOf(contentEncoding)
  if (codings.length > mostCodings)
    throw new UnreadableBody('damaged', said('body-packed-often', { most: mostCodings }))
  let bytes = await collect(body, limit, onEnding)
  for (const coding of codings) {
    if (bytes.length === 0) break
    const came = bytes
    bytes = await unpack(came, coding, limit).catch((cause: unknown) => {
      const isTooLarge = cause instanceof UnreadableBody && cause.problem === 'too-large'
      if (!isTooLarge && isPlain(came)) return came
      throw cause instanceof UnreadableBody
        ? cause
        : new UnreadableBody('damaged', said('body-damaged', { coding }))
    })
  }
  return packed === 'unpack' ? unpackUnnamed(bytes, mostCodings - codings.length, limit) : bytes
}

async function collectStart(stream: AsyncIterable<unknown>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer)
      size += (chunk as Buffer).length
      if (size >= most) break
    }
  } catch {
    // What breaks off has a beginning too, and no more is wanted.
  }
  return Buffer.concat(chunks).subarray(0, most)
}

/** Reads the beginning of a body, about `most` bytes, as far as it can be had; the rest is not fetched. */
export async function readStart(body: Readable, contentEncoding: string, most: number): Promise<Buffer> {
  let bytes = await collectStart(body, most)
  for (const coding of codingsOf(contentEncoding).slice(0, mostCodings)) {
    if (bytes.length === 0) break
    try {
      const stream = decoder(coding, bytes[0])
      stream.end(bytes)
      bytes = await collectStart(stream, most)
    } catch {
      return Buffer.alloc(0)
    }
  }
  return bytes
}
