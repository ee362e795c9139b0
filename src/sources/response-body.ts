import type { Readable, Transform } from 'node:stream'
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib'

/** Its message is the reason people see. */
export class UnreadableBody extends Error {}

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
      return createZstdDecompress()
    case 'deflate':
      // Servers send it with and without the zlib header, whose low four bits are 8 (RFC 1950 §2.2).
      return firstByte !== undefined && (firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw()
    default:
      throw new UnreadableBody(`is packed as “${encoding}”, which cannot be read here`)
  }
}

async function unpack(bytes: Buffer, encoding: string, limit: number): Promise<Buffer> {
  const stream = decoder(encoding, bytes[0])
  stream.end(bytes)
  return collect(stream, limit)
}

async function collect(stream: AsyncIterable<unknown>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = chunk as Buffer
    size += bytes.length
    // Leaving the loop destroys the stream, so no more is unpacked or fetched.
    if (size > limit) throw new UnreadableBody(`is larger than ${limit / 1_000_000} MB`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/**
 * Reads a body, each stage capped at `limit` bytes, and takes off its content codings (RFC 9110 §8.4), at most
 * three of them. Throws `UnreadableBody` for what is too large, packed otherwise, or broken off while packed.
 */
export async function readBody(body: Readable, contentEncoding: string, limit: number): Promise<Buffer> {
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  if (encodings.length > 3) throw new UnreadableBody('is packed more than three times over')
  let bytes = await collect(body, limit)
  for (const encoding of encodings.reverse()) {
    if (bytes.length === 0) break
    bytes = await unpack(bytes, encoding, limit).catch((cause: unknown) => {
      throw cause instanceof UnreadableBody
        ? cause
        : new UnreadableBody(`is damaged: it says ${encoding}, but cannot be unpacked`)
    })
  }
  return bytes
}
