/** Paths of public pages, relative to `DAYWIRE_PUBLIC_URL`; see `absolute`. */

export function editionPath(edition: { key: string; date: Temporal.PlainDate; number: number }): string {
  return `editions/${edition.key}/${edition.date.toString()}${edition.number > 0 ? `-${edition.number}` : ''}`
}

/** The address of a story on the web page of an edition that carried it. */
export function storyInEditionPath(
  edition: { key: string; date: Temporal.PlainDate; number: number },
  storyId: number,
): string {
  return `${editionPath(edition)}#s${storyId}`
}

export function storyPath(slug: string): string {
  return `stories/${slug}`
}

/** Where a reader unsubscribes: GET shows from what, POST does it; RFC 8058 requests come here too. */
export function unsubscribePath(token: string): string {
  return `u/${token}`
}

/** Where a service reports the outcome of e-mails. */
export function hookPath(service: string): string {
  return `hooks/${service}`
}

/** Where somebody signs up for a digest. */
export function subscribePath(digestKey: string): string {
  return `subscribe/${digestKey}`
}

/** Where a sign-up is confirmed: GET shows it, POST confirms. */
export function confirmPath(token: string): string {
  return `c/${token}`
}

/** Where a reader chooses topics. */
export function topicsPath(token: string): string {
  return `t/${token}`
}

/** Where a reader pauses a subscription until a date. */
export function pausePath(token: string): string {
  return `t/${token}/pause`
}

/** The newest edition with a reader's choices applied. */
export function ownEditionPath(token: string): string {
  return `t/${token}/edition`
}

/** The page of a one-time link: a subscriber's address and data. */
export function ownDataPath(token: string): string {
  return `me/${token}`
}

/** Where a new address is confirmed. */
export function newAddressPath(token: string): string {
  return `a/${token}`
}

/** The sign-up form with choices filled in, for somebody who was forwarded an e-mail or has another address. */
export function subscribeLikePath(
  digestKey: string,
  choices: { topics: string[]; days: string[]; hour: string; timeZone: string },
): string {
  const { topics, days, hour, timeZone } = choices
  const given = [
    ...topics.map((topic) => ['topics', topic]),
    ...days.map((day) => ['days', day]),
    ...(hour === '' ? [] : [['hour', hour]]),
    ...(timeZone === '' ? [] : [['time_zone', timeZone]]),
  ]
  return `${subscribePath(digestKey)}?${new URLSearchParams(given).toString()}`
}

/** An edition on the desk, or one of its pages there, such as `checks`. */
export function deskEditionPath(
  edition: { key: string; date: Temporal.PlainDate; number: number },
  page = '',
): string {
  return `desk/${editionPath(edition)}${page === '' ? '' : `/${page}`}`
}

/** Where admins see the warm-up. */
export const warmUpPath = 'desk/readers/warm-up'

/** Where an account chooses its alerts. */
export const ownAlertsPath = 'account/alerts'

/** Where admins see servers that refuse us, and feedback. */
export const refusalsPath = 'desk/readers/refusals'
export const cameBackPath = 'desk/readers/came-back'

/** The absolute address of a path below the public URL (which ends in a slash); absolute addresses are returned unchanged. */
export function absolute(publicUrl: string, path: string): string {
  return /^https?:\/\//.test(path) ? path : `${publicUrl}${path}`
}

/** The page of a one-time link, whose button uses it. */
export function oneTimeLinkPath(token: string): string {
  return `sign-in/link/${token}`
}
