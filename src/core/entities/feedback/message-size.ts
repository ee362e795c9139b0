/** Bytes of a message that are read to classify it: a longer one is long because of the message that it encloses, which comes last. */
export const mostRead = 2 * 1024 * 1024

/** Bytes of a person's message that are forwarded. */
export const mostKept = 10 * 1024 * 1024

/** Bytes of a report that are stored as text, to be read and searched; and of one that is not verified to be about our e-mail. */
export const mostText = 16_384
export const littleText = 4_096

/** Bytes of a report that are stored as received. Most of it is the returned e-mail, which compresses to a sixth. */
export const mostOriginal = 256 * 1024
