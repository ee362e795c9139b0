/** Limits for clients of the web server. Times are in milliseconds. */
export interface WebLimits {
  /** Until the header of a request has arrived. */
  header: number
  /** Until the whole request has arrived, including its body. */
  request: number
  /** The same for an upload. */
  upload: number
  /** Until a page answers. */
  answer: number
  /** Without any data on a connection with a request. */
  stalled: number
  /**
   * Between two requests of a connection. Longer than the 60 seconds of nginx, which would otherwise send a request on a closing
   * connection.
   */
  keepAlive: number
  /** How often the limits of header and request are checked. */
  interval: number
  /** Connections in all. */
  connections: number
  /** Connections of one client that does not use a trusted proxy. */
  connectionsEach: number
  /** POSTs with invalid links, per client. */
  forged: RateLimit
  /** POSTs with one link that request nothing new, or change choices. */
  repeated: RateLimit
  /** Searches of the archive, per client. */
  searches: RateLimit
  /** Challenges of the sign-up form, per client. */
  challenges: RateLimit
  /** How often followed pages are checked: changes by another process must appear within a second. */
  followed: number
  /** How often a line is sent on an otherwise idle connection of a following page. */
  heartbeat: number
  /** The most following pages at a time. */
  followers: number
  /** The same for one account; beyond that the oldest one is ended. */
  followersEach: number
}

export interface RateLimit {
  most: number
  within: number
}

const tenMinutes = 600_000

export const webLimits: WebLimits = {
  header: 10_000,
  request: 20_000,
  upload: 900_000,
  answer: 30_000,
  stalled: 60_000,
  keepAlive: 72_000,
  interval: 2_000,
  connections: 1_000,
  connectionsEach: 100,
  forged: { most: 30, within: tenMinutes },
  repeated: { most: 20, within: tenMinutes },
  searches: { most: 300, within: tenMinutes },
  challenges: { most: 300, within: tenMinutes },
  followed: 700,
  heartbeat: 15_000,
  followers: 300,
  followersEach: 8,
}

/** Bytes of a request line with its header. */
export const largestHeader = 16 * 1024
/** Bytes of a body: what mail clients send for unsubscribing; below, of a form. */
export const largestBody = 16 * 1024
export const largestForm = 64 * 1024
/** Bytes of a service's report: SendGrid's batches have up to 768 KB. */
export const largestReport = 1024 * 1024
