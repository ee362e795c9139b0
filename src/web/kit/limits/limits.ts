/** What a client of the pages may take. Times are in milliseconds. */
export interface WebLimits {
  /** Until the header of a request is there. */
  header: number
  /** Until the whole request is there, its body included. */
  request: number
  /** The same of a request that brings a file. */
  upload: number
  /** Until a page answers. */
  answer: number
  /** While nothing moves on a connection with a request on it. */
  stalled: number
  /** Between two requests of a connection. Longer than the 60 seconds of nginx, which would else ask on a connection that closes. */
  keepAlive: number
  /** How often header and request are looked at. */
  interval: number
  /** Connections in all. */
  connections: number
  /** Connections of one client that came past no trusted proxy. */
  connectionsEach: number
  /** POSTs with links that are not ours, by client. */
  forged: RateLimit
  /** POSTs with one link that ask for nothing new or change what was chosen. */
  repeated: RateLimit
  /** Searches of the archive, by client. */
  searches: RateLimit
  /** Challenges of the form to sign up, by client. */
  challenges: RateLimit
  /** How often what a page follows is looked at: what another process changed is to be there within a second. */
  followed: number
  /** How often a line is sent on a connection of a page that follows, where nothing else is. */
  heartbeat: number
  /** Pages that follow something at a time, in all. */
  followers: number
  /** The same of one account; beyond that the oldest of them ends. */
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

/** Bytes of a request's line and header. */
export const largestHeader = 16 * 1024
/** Bytes of a body: what mail clients send when somebody leaves, and of the form of choices. */
export const largestBody = 16 * 1024
export const largestForm = 64 * 1024
/** Of what a service reports: SendGrid's batches have up to 768 KB. */
export const largestReport = 1024 * 1024
