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

/** `reason` describes the body; the caller adds its address. */
export class UnreadableBody extends Error {
  readonly problem: 'too-large' | 'damaged'
  readonly reason: Said
  constructor(problem: 'too-large' | 'damaged', reason: Said) {
    super(english(reason))
    this.problem = problem
    this.reason = reason
  }
}

/** The content codings that can be decoded, best first; sent as Accept-Encoding. */
export const acceptedEncodings = 'zstd, br, gzip, deflate'

function decoder(encoding: string, firstByte: number | undefined): Transform {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'br':
      return createBrotliDecompress()
    case 'zstd':
      // No larger window than HTTP allows, so that a few bytes cannot demand 128 MB (RFC 9659).
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

/** True of the error of a body that has another length than its headers declare, or broke off. */
function isEnding(error: unknown): boolean {
  const { code = '', message } = error as { code?: string; message: string }
  return (
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'UND_ERR_SOCKET'].includes(code) ||
    /Invalid EOF state/.test(message)
  )
}

/** `onEnding` is called instead of failing if a stream ends too early or too late, once some of it has arrived. */
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
      // Leaving the loop destroys the stream, so nothing more is decompressed or fetched.
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

/** True of the beginning of uncompressed XML, HTML or JSON. */
const isPlain = (bytes: Buffer): boolean =>
  /^(?:\xef\xbb\xbf)?\s*[<{[]/.test(bytes.subarray(0, 200).toString('latin1'))

const codingsOf = (contentEncoding: string): string[] =>
  contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
    .reverse()

/** Whether a body that is compressed without a header that says so is decompressed or left as it is. */
export type Packed = 'unpack' | 'as-sent'

/** The coding that a body's first bytes show, after its declared ones are removed; null if none. */
function unnamedCoding(bytes: Buffer): 'gzip' | 'deflate' | 'zstd' | null {
  const [first, second = 0, third] = bytes
  // RFC 1952 §2.3.1: the magic number of gzip, and its only method.
  if (first === 0x1f && second === 0x8b && third === 8) return 'gzip'
  if (bytes.subarray(0, 4).equals(zstdMagic)) return 'zstd'
  // RFC 1950 §2.2: method 8, a window of 32 KB, and a check over both bytes.
  return first === 0x78 && (first * 256 + second) % 31 === 0 ? 'deflate' : null
}

/** RFC 8878 §3.1.1. */
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

/** Decompresses a body with undeclared codings; if it turns out not to be compressed, it is left as it was. */
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
 * Reads a body, each stage capped at `limit` bytes, and removes its content codings (RFC 9110 §8.4), at most three; with `unpack` also
 * undeclared ones. A document that is not compressed despite its headers is returned as it is. `onEnding` is called if the body has
 * another length than its headers declare, or broke off; without it that is an error. Throws `UnreadableBody` if it is too large, has
 * an unknown coding, or is damaged.
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
    // The beginning of a truncated body is enough.
  }
  return Buffer.concat(chunks).subarray(0, most)
}

/** Reads the beginning of a body, up to `most` bytes, if it can be read; the rest is not fetched. */
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
