export type LinkKind = 'invitation' | 'link' | 'demo'

/** How long a one-time link is valid. */
export const linkTerms: Record<LinkKind, { hours: number }> = {
  invitation: { hours: 7 * 24 },
  link: { hours: 24 },
  demo: { hours: 30 * 24 },
}
