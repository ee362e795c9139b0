import type { Generated } from 'kysely'
import type { DomainVerdict } from '../../core/entities/readers/mail-domain.ts'
import type { SubscriptionStatus } from '../../core/entities/states.ts'

export interface SubscriberTables {
  subscribers: {
    id: Generated<number>
    email: string
    hash: string
    name: string | null
    /** The name in the form for searching: folded. */
    name_key: string | null
    /** Bits of address flags. */
    flags: Generated<number>
    created_at: number
    /** How often servers reported that the address does not exist, and when last. */
    refusals: Generated<number>
    refused_at: number | null
    address_changes: Generated<number>
  }
  subscriptions: SubscriptionsTable
  sign_ups: {
    id: Generated<number>
    subscription_id: number
    choices: string
    /** The version of the form's words. */
    form: string
    requested_at: number
    requested_ip: string
    confirmed_at: number | null
    confirmed_ip: string | null
    /** The Message-ID of the latest confirmation. */
    message_id: string | null
  }
  reader_links: {
    hash: string
    subscription_id: number
    address: string | null
    expires_at: number
    used_at: number | null
  }
  consent_forms: { version: string; words: string }
  /** Until when the used part of a budget counts. */
  allowances: { key: string; spent_until: number }
  suppressions: SuppressionsTable
  suppressed_domains: {
    domain: string
    subdomains: number
    reason: string
    created_at: number
    actor: string
  }
  /** Domains of readers, and the last answer of DNS; `next_ask_at` is also the end of a claim on it. */
  mail_domains: {
    domain: string
    verdict: DomainVerdict | null
    asked_at: number | null
    next_ask_at: number
  }
  /** `subject`: `address:HASH` or `domain:NAME`, as in the audit log. */
  suppression_notes: { id: Generated<number>; subject: string; at: number; actor: string; body: string }
  /** People who left and of whom nothing else is stored; `digest_id` 0 means every digest. */
  leavers: { hash: string; digest_id: number; subscription_id: number | null; left_at: number }
}

export interface SuppressionsTable {
  hash: string
  reason: string
  created_at: number
  /** The list whose undo lifts it; null if no list added it, or there is another reason for it. */
  import_id: number | null
  actor: string | null
  /** What caused it: a report, or a list. */
  feedback_id: number | null
  list_id: number | null
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
  /** When it was unsubscribed; null if it is not. */
  ended_at: number | null
  /** The subscription whose link unsubscribed it; null if it was not a link. */
  ended_link: number | null
}
