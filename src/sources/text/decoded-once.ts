/** The byte of each character of windows-1252 beyond ASCII. */
const byteOf = new Map(
  Array.from({ length: 0x80 }, (_, at) => [
    new TextDecoder('windows-1252').decode(Buffer.of(0x80 + at)),
    0x80 + at,
  ]),
)

/** A character class of what the continuation bytes of UTF-8 become in windows-1252. */
const later = `[${[...byteOf].flatMap(([sign, byte]) => (byte < 0xc0 ? sign : [])).join('')}]`

/** UTF-8 that was decoded as windows-1252: Western letters, punctuation, emoji, Cyrillic words. */
const misread = new RegExp(`[ÂÃ]${later}|â[€‚ƒ„…†‡ˆ‰]${later}|ðŸ${later}{2}|(?:[ÐÑ]${later}){2,}`, 'g')

/** Proof that a text was decoded wrongly: `â€™`, or `Ã©` more than once. A word in capitals may end in Ã before a quotation mark. */
const plain = new RegExp(`â€${later}|ðŸ${later}{2}|(?:[ÐÑ]${later}){3,}|Ã[¡-ª¬-º¼-¿][^]*Ã[¡-ª¬-º¼-¿]`)

/** Restores a text whose UTF-8 was once decoded as windows-1252; returns any other unchanged. */
export function decodedOnce(text: string): string {
  if (!/[ÂÃâðÐÑ]/.test(text) || !plain.test(text)) return text
  return text.replace(misread, (signs) =>
    Buffer.from(Array.from(signs, (sign) => byteOf.get(sign) ?? 0)).toString('utf8'),
  )
}
