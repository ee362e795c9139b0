const reserved =
  /(?:^|\.)(?:alt|arpa|corp|example|home|internal|intranet|invalid|lan|local|localdomain|localhost|onion|private|test)$/

/** Names that lead nowhere outside a network (RFC 6761, 6762, 7686, 8375, 9476, ICANN's `internal`), or that are for examples. */
export const isReserved = (domain: string): boolean => reserved.test(domain)

/** Names about which DNS has nothing to say: those, and the domains of documents and demos (RFC 2606, 3). */
export const isNeverAskedAbout = (domain: string): boolean =>
  isReserved(domain) || /(?:^|\.)example\.(?:com|net|org)$/.test(domain)
