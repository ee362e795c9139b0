/** A one-time link of a subscriber: to their data, or, with an address, to take that in place of the present one. */
export interface OwnLink {
  subscriptionId: number
  address: string | null
}

/** For how many hours a one-time link works. */
export const ownLinkHours = { data: 1, address: 24 } as const
