const reserved =
  /(?:^|\.)(?:alt|arpa|corp|example|home|internal|intranet|invalid|lan|local|localdomain|localhost|onion|private|test)$/

/** Names that don't resolve publicly (RFC 6761, 6762, 7686, 8375, 9476, ICANN's `internal`), or that are for examples. */
export const isReserved = (domain: string): boolean => reserved.test(domain)

/** Names that DNS is not asked about: reserved ones, and the domains for documentation and demos (RFC 2606, 3). */
export const isExemptFromDns = (domain: string): boolean =>
  isReserved(domain) || /(?:^|\.)example\.(?:com|net|org)$/.test(domain)
