/** A subscriber's one-time link: to their data, or to replace their present address with `address`. */
export interface OwnLink {
  subscriptionId: number
  address: string | null
}

/** Hours for which a one-time link is valid. */
export const ownLinkHours = { data: 1, address: 24 } as const
