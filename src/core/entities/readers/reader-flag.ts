/** Flags of an address as written: its domain looks mistyped, it is a role address, or it is disposable. */
export const addressFlagNames = ['typo', 'role', 'disposable'] as const
export type AddressFlagName = (typeof addressFlagNames)[number]

/** Flags of a reader's address in lists: these, and that its domain accepts no e-mail, which is stored with the domain. */
export const readerFlags = [...addressFlagNames, 'no-mail'] as const
export type ReaderFlag = (typeof readerFlags)[number]

/** A flag as a bit of the column for flags of the address itself. */
export const flagBit = (flag: AddressFlagName): number => 1 << addressFlagNames.indexOf(flag)

/** The flags of a column. */
export const flagsIn = (bits: number): ReaderFlag[] =>
  addressFlagNames.filter((flag) => (bits & flagBit(flag)) !== 0)
