/** What is said of an address as it is written: its domain looks mistyped, it is a role address, or it is disposable. */
export const addressFlagNames = ['typo', 'role', 'disposable'] as const
export type AddressFlagName = (typeof addressFlagNames)[number]

/** What is said of a reader's address in lists: that, and that its domain accepts no e-mail, which is kept with the domain. */
export const readerFlags = [...addressFlagNames, 'no-mail'] as const
export type ReaderFlag = (typeof readerFlags)[number]

/** A flag as a bit of the column that keeps those of the address itself. */
export const flagBit = (flag: AddressFlagName): number => 1 << addressFlagNames.indexOf(flag)

/** The flags of a column. */
export const flagsIn = (bits: number): ReaderFlag[] =>
  addressFlagNames.filter((flag) => (bits & flagBit(flag)) !== 0)
