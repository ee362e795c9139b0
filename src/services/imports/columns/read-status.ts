export type ListedStatus = 'active' | 'unsubscribed' | 'suppressed' | 'pending'

const words: Record<ListedStatus, readonly string[]> = {
  active: ['active', 'subscribed', 'enabled', 'confirmed'],
  unsubscribed: ['unsubscribed'],
  suppressed: ['suppressed', 'bounced', 'cleaned', 'blocklisted', 'complained'],
  pending: ['pending', 'unconfirmed'],
}

/** What a service says of a reader, in its own words; null for a word that is not known. */
export function readStatus(text: string): ListedStatus | null {
  const word = text.trim().toLowerCase()
  const found = Object.entries(words).find(([, known]) => known.includes(word))
  return (found?.[0] as ListedStatus | undefined) ?? null
}
