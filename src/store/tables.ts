import type { Generated } from 'kysely'
import type { EditionStatus, SourceStatus, SubscriptionStatus } from '../core/entities/states.ts'

import type { DeliveriesTable, MessagesTable } from './sending-tables.ts'

/**
 * The tables as every dialect has them: instants are epoch milliseconds, local dates ISO text,
 * booleans 0 and 1, lists and objects JSON text. Only the repositories know that.
 */
export interface Tables {
  settings: { name: string; value: string }
  topics: { id: string; position: number; body: string }
  countries: { code: string; body: string }
  profiles: { country: string; body: string }
  media: {
    hash: string
    type: string
    width: number
    height: number
    bytes: number
    created_at: number
    /** When it was first found that nothing shows it; null while something does. */
    unshown_since: number | null
  }
  sources: SourcesTable
  readings: {
    id: Generated<number>
    source_id: number
    at: number
    outcome: string
    problem: string | null
    reason: string | null
    items: number
    fresh: number
    churned: number
    /** New stories over the source's budget, left for a later reading. */
    put_off: Generated<number>
    newest_item_at: number | null
    doubles: Generated<number>
    sharing: Generated<number>
    ahead_item_at: number | null
  }
  stories: StoriesTable
  digests: {
    id: Generated<number>
    key: string
    name: string
    language: string
    template: string
    topics: string
    approval: string
    days: string
    hour: string
    cutoff: string
    time_zone: string
    catch_up: Generated<number>
    calendar: Generated<string>
    profile_days: Generated<number>
    unknowns: Generated<string>
    created_at: number
  }
  editions: EditionsTable
  /** Who has approved a revision; `person` is the name as it is compared. */
  approvals: { edition_id: number; revision: number; person: string; name: string; at: number }
  variants: { edition_id: number; key: string; body: string }
  web_pieces: {
    edition_id: number
    position: number
    key: string
    /** The story that it shows; null where it shows none. */
    story_id: number | null
    html: string
    /** Hashes of the pictures in it, separated by blanks. */
    pictures: string
    /** Raised with each change. */
    version: number
  }
  edition_items: {
    edition_id: number
    story_id: number
    section: string
    position: number
    score: number
    pinned: number
    body: string
  }
  outcomes: {
    digest_id: number
    story_id: number
    edition_id: number
    gate: string
    reason: string
    score: number
    decided_at: number
    duplicate_of: number | null
  }
  /** Stories taken from what has not left of an edition. */
  exclusions: { edition_id: number; story_id: number; at: number; actor: string; reason: string }
  story_versions: {
    id: Generated<number>
    story_id: number
    at: number
    /** Parts that changed: `headline summary body`. */
    changed: string
    headline: string
    summary: string
    html: string | null
  }
  blocks: { edition_id: number; revision: number; key: string; html: string; text: string; size: number }
  subscribers: {
    id: Generated<number>
    email: string
    hash: string
    name: string | null
    created_at: number
    /** How often servers said that there is no such address, and when last. */
    refusals: Generated<number>
    refused_at: number | null
  }
  subscriptions: SubscriptionsTable
  pace: { key: string; next_at: number; slow_until: Generated<number>; slow_steps: Generated<number> }
  pace_connections: { domain: string; slot: number; worker: string; lease_until: number }
  suppressions: { hash: string; reason: string; created_at: number }
  deliveries: DeliveriesTable
  messages: MessagesTable
  alerts: { dedupe: string; at: number }
  audit: {
    id: Generated<number>
    at: number
    actor: string
    action: string
    subject: string
    detail: string
  }
}

export interface SourcesTable {
  id: Generated<number>
  name: string
  kind: string
  location: string
  section: string
  language: string
  weight: number
  pictures: string
  time_zone: string | null
  status: SourceStatus
  etag: string | null
  last_modified: string | null
  checked_at: number | null
  succeeded_at: number | null
  retry_at: number | null
  failures: Generated<number>
  last_error: string | null
  item_count: number | null
  newest_item_at: number | null
  created_at: number
  options: string
  rules: string
  /** When its turn is next; null: now. */
  next_read_at: number | null
  /** The process that reads it, and until when it may; `fence` counts the claims and what ended them. */
  worker: string | null
  lease_until: number | null
  fence: Generated<number>
  /** Its last reading that was not answered by “not modified”. */
  listed_at: number | null
}

export interface StoriesTable {
  id: Generated<number>
  source_id: number
  guid: string
  item_id: string
  link: string | null
  canonical_link: string | null
  headline: string
  byline: string | null
  summary: string
  html: string | null
  section: string
  language: string
  published_at: number | null
  date_from: string
  first_seen_at: number
  changed_at: number | null
  position: number
  picture: string | null
  declared_topics: string
  declared_countries: string
  categories: string
  slug: string | null
  fingerprint: string | null
  /** The picture as its source names it, JSON. */
  picture_link: string | null
  picture_tries: Generated<number>
  /** When it is to be asked for; null where it is there, was given up, or there is none. */
  picture_next_at: number | null
  /** Why it could not be had the last time. */
  picture_fault: string | null
  /** When its source last listed it, to the day. */
  listed_at: number | null
  /** When an editor withdrew it. */
  withdrawn_at: number | null
}

export interface EditionsTable {
  id: Generated<number>
  digest_id: number
  date: string
  number: number
  status: EditionStatus
  revision: Generated<number>
  opens_at: number
  frozen_at: number
  due_at: number
  subject: string | null
  note: string | null
  profile_country: string | null
  profile_reason: string | null
  reason: string | null
  created_at: number
  approved_at: number | null
  approved_by: string | null
  /** Who it is for; `digest` is its digest's active subscriptions. */
  audience: Generated<string>
  /** What its approval binds; null while it is not approved. */
  approved_revision: number | null
  approved_hash: string | null
  approved_audience: string | null
  approved_due_at: number | null
  /** Who stopped it, when and why; null while it is not stopped. */
  stopped_at: number | null
  stopped_by: string | null
  stop_reason: string | null
  /** Milliseconds that it was stopped or corrected, before a stop that holds. */
  stopped_ms: Generated<number>
  /** Raised with each story that is taken from what has not left of it. */
  exclusions: Generated<number>
  /** Since when it is being corrected; null once it goes on. */
  corrected_at: number | null
  started_at: number | null
  finished_at: number | null
  /** Final numbers by outcome, JSON, kept when the rows go. */
  totals: string | null
  /** The last subscription that the fan-out has looked at; null where it is complete or has not begun. */
  fan_out_after: number | null
  fan_out_due: number | null
}

export interface SubscriptionsTable {
  id: Generated<number>
  subscriber_id: number
  digest_id: number
  status: SubscriptionStatus
  topics: string
  /** Bit n-1 stands for ISO weekday n; null is every day of the digest. */
  days: number | null
  hour: string | null
  time_zone: string | null
  paused_until: number | null
  pause_reason: string | null
  created_at: number
  changed_at: number
  /** When it was unsubscribed; null while it is not. */
  ended_at: number | null
  /** The subscription whose link unsubscribed it; null where a link did not. */
  ended_link: number | null
}
