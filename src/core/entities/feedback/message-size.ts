/** Bytes of a message that are read for what it is, as what is longer is so by the message that it encloses, which comes last. */
export const mostRead = 2 * 1024 * 1024

/** Bytes of a message that go on to people where a person wrote it. */
export const mostKept = 10 * 1024 * 1024
