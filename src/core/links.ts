/** Paths of public pages, each to be put behind `DAYWIRE_PUBLIC_URL` by `absolute`. */

export function editionPath(edition: { key: string; date: Temporal.PlainDate; number: number }): string {
  return `editions/${edition.key}/${edition.date.toString()}${edition.number > 0 ? `-${edition.number}` : ''}`
}

/** The place of a story on the web page of an edition that carried it. */
export function storyInEditionPath(
  edition: { key: string; date: Temporal.PlainDate; number: number },
  storyId: number,
): string {
  return `${editionPath(edition)}#s${storyId}`
}

export function storyPath(slug: string): string {
  return `stories/${slug}`
}

/** Where a reader leaves: GET shows from what, POST acts; RFC 8058 posts here too. */
export function unsubscribePath(token: string): string {
  return `u/${token}`
}

/** Where a reader chooses topics. */
export function topicsPath(token: string): string {
  return `t/${token}`
}

/** An edition on the desk, or one of its pages there, such as `checks`. */
export function deskEditionPath(
  edition: { key: string; date: Temporal.PlainDate; number: number },
  page = '',
): string {
  return `desk/${editionPath(edition)}${page === '' ? '' : `/${page}`}`
}

/** Where an account chooses its alerts. */
export const ownAlertsPath = 'account/alerts'

/** The address of a path under the public URL (which ends in a slash); absolute addresses stay. */
export function absolute(publicUrl: string, path: string): string {
  return /^https?:\/\//.test(path) ? path : `${publicUrl}${path}`
}

/** The page of a one-time link, where a button uses it. */
export function oneTimeLinkPath(token: string): string {
  return `sign-in/link/${token}`
}
