import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl'
import { AppError, reasonOf } from '../../../../core/errors.ts'
import type { ListSource } from '../../../../core/entities/imports/list-facts.ts'
import { said } from '../../../../core/said/said.ts'

/** A workbook has some twenty parts, and a few for each sheet. */
const mostEntries = 10_000

/** An archive: its parts by name. */
export interface Packed {
  names: readonly string[]
  /** The unpacked bytes of a part, with the share that has been read; null if there is no such part. Throws `bad-input`. */
  read(name: string, mostBytes: number): AsyncIterable<PackedPiece> | null
}

export interface PackedPiece {
  bytes: Buffer
  share: number
}

/** Opens an archive by the directory at its end. Throws `bad-input` if it is broken. */
export async function openPacked(file: ListSource): Promise<Packed> {
  try {
    const zip = await fromRandomAccessReaderPromise(new Reader(file), file.bytes, {
      autoClose: false,
      lazyEntries: true,
      strictFileNames: false,
    })
    const entries = new Map<string, Entry>()
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= mostEntries) throw new Error('too many parts')
      entries.set(entry.fileName.toLowerCase(), entry)
    }
    return {
      names: [...entries.keys()],
      read(name, mostBytes) {
        const entry = entries.get(name.toLowerCase())
        return entry ? piecesOf(zip, entry, mostBytes) : null
      },
    }
  } catch (cause) {
    throw broken(cause)
  }
}

async function* piecesOf(zip: ZipFile, entry: Entry, mostBytes: number): AsyncGenerator<PackedPiece> {
  let read = 0
  let sum = 0
  try {
    // Opened only when it is read: an error in a stream without a listener would end the process.
    const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry)
    for await (const bytes of stream) {
      read += bytes.length
      sum = crc32(bytes, sum)
      if (read > mostBytes) throw new AppError('bad-input', said('workbook-large', { most: mostBytes >> 20 }))
      yield { bytes, share: entry.uncompressedSize === 0 ? 1 : read / entry.uncompressedSize }
    }
    // yauzl does not verify checksums.
    if (sum !== entry.crc32) throw new Error(`the checksum of ${entry.fileName} is wrong`)
  } catch (cause) {
    throw broken(cause)
  }
}

function broken(cause: unknown): AppError {
  if (cause instanceof AppError) return cause
  return new AppError('bad-input', said('workbook-broken', { why: reasonOf(cause) }), { cause })
}

/** The source that yauzl reads from. */
class Reader extends RandomAccessReader {
  readonly #file: ListSource

  constructor(file: ListSource) {
    super()
    this.#file = file
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(range(this.#file, start, end), { objectMode: false })
  }
}

async function* range(file: ListSource, start: number, end: number): AsyncGenerator<Uint8Array> {
  let left = end - start
  if (left <= 0) return
  for await (const piece of file.chunks(start)) {
    yield piece.subarray(0, left)
    left -= piece.length
    if (left <= 0) return
  }
}
