/** The byte of each sign that windows-1252 has beyond ASCII. */
const byteOf = new Map(
  Array.from({ length: 0x80 }, (_, at) => [
    new TextDecoder('windows-1252').decode(Buffer.of(0x80 + at)),
    0x80 + at,
  ]),
)

/** The signs that the second and later bytes of a character of UTF-8 are read as, as a class of an expression. */
const later = `[${[...byteOf].flatMap(([sign, byte]) => (byte < 0xc0 ? sign : [])).join('')}]`

/** Characters of UTF-8 that were read as windows-1252: Western letters, punctuation, emoji, Cyrillic words. */
const misread = new RegExp(`[ÂÃ]${later}|â[€‚ƒ„…†‡ˆ‰]${later}|ðŸ${later}{2}|(?:[ÐÑ]${later}){2,}`, 'g')

/** What no text has that was read right: `â€™`, or `Ã©` more than once. A name in capitals may end in Ã before a quote. */
const plain = new RegExp(`â€${later}|ðŸ${later}{2}|(?:[ÐÑ]${later}){3,}|Ã[¡-ª¬-º¼-¿][^]*Ã[¡-ª¬-º¼-¿]`)

/** A text in which UTF-8 was read as windows-1252 and written as UTF-8 anew, as it was before; any other as it is. */
export function decodedOnce(text: string): string {
  if (!/[ÂÃâðÐÑ]/.test(text) || !plain.test(text)) return text
  return text.replace(misread, (signs) =>
    Buffer.from(Array.from(signs, (sign) => byteOf.get(sign) ?? 0)).toString('utf8'),
  )
}
