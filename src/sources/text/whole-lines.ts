/** A longer line is cut, between UTF-8 characters. */
const longest = 1_048_576

/**
 * The bytes of a text in pieces that end at line ends, so that each piece of an ASCII-compatible encoding can be examined alone. A piece of
 * UTF-16 or UTF-32 may end anywhere.
 */
export async function* wholeLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    const end = lineEnd(piece)
    held.push(end === 0 ? piece : piece.subarray(0, end))
    length += piece.length
    if (end > 0) yield Buffer.concat(held)
    else if (length > longest) {
      const all = Buffer.concat(held)
      const cut = characterStart(all)
      yield all.subarray(0, cut)
      held = cut < all.length ? [all.subarray(cut)] : []
      length = all.length - cut
    }
    if (end === 0) continue
    held = end < piece.length ? [piece.subarray(end)] : []
    length = piece.length - end
  }
  if (held.length > 0) yield Buffer.concat(held)
}

/** The position after the last CR or LF; 0 if there is none. */
function lineEnd(bytes: Uint8Array): number {
  return Math.max(bytes.lastIndexOf(0x0a), bytes.lastIndexOf(0x0d)) + 1
}

/** Where the last UTF-8 character begins. */
function characterStart(bytes: Uint8Array): number {
  let at = bytes.length - 1
  while (at > bytes.length - 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at -= 1
  return at
}
