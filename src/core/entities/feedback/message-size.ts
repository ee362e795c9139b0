/** Bytes of a message that are read for what it is, as what is longer is so by the message that it encloses, which comes last. */
export const mostRead = 2 * 1024 * 1024

/** Bytes of a message that go on to people where a person wrote it. */
export const mostKept = 10 * 1024 * 1024

/** Bytes of a report that are kept as text, to be read and searched; and of one that is not proven to be about an e-mail of ours. */
export const mostText = 16_384
export const littleText = 4_096

/** Bytes of a report that are kept as it was sent. The returned e-mail is the most of it, which compression makes a sixth as large. */
export const mostOriginal = 256 * 1024
