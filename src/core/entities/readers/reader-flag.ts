/**
 * What is said of a reader's address in lists: its domain looks mistyped, it is a role address, or it is disposable.
 */
export const readerFlags = ['typo', 'role', 'disposable'] as const
export type ReaderFlag = (typeof readerFlags)[number]

/** A flag as a bit of the column that keeps them all. */
export const flagBit = (flag: ReaderFlag): number => 1 << readerFlags.indexOf(flag)

/** The flags of a column. */
export const flagsIn = (bits: number): ReaderFlag[] =>
  readerFlags.filter((flag) => (bits & flagBit(flag)) !== 0)
