import type { Generated } from 'kysely'
import type { DomainVerdict } from '../../core/entities/readers/mail-domain.ts'
import type { SubscriptionStatus } from '../../core/entities/states.ts'

export interface SubscriberTables {
  subscribers: {
    id: Generated<number>
    email: string
    hash: string
    name: string | null
    /** The name as it is found: folded. */
    name_key: string | null
    /** Bits of what is said of the address. */
    flags: Generated<number>
    created_at: number
    /** How often servers said that there is no such address, and when last. */
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
    /** The Message-ID of the confirmation that was last written. */
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
  /** Until when what was taken of a budget counts. */
  allowances: { key: string; spent_until: number }
  suppressions: SuppressionsTable
  suppressed_domains: {
    domain: string
    subdomains: number
    reason: string
    created_at: number
    actor: string
  }
  /** Domains of readers, and what DNS said when it was last asked; `next_ask_at` is also until when one who asks has it. */
  mail_domains: {
    domain: string
    verdict: DomainVerdict | null
    asked_at: number | null
    next_ask_at: number
  }
  /** `subject`: `address:HASH` or `domain:NAME`, as in the audit. */
  suppression_notes: { id: Generated<number>; subject: string; at: number; actor: string; body: string }
  /** Who has left, and of whom nothing else is kept; `digest_id` 0 is every digest. */
  leavers: { hash: string; digest_id: number; subscription_id: number | null; left_at: number }
}

export interface SuppressionsTable {
  hash: string
  reason: string
  created_at: number
  /** The list with whose undo it ends; null where none brought it, or there is more reason for it. */
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
  /** When it was unsubscribed; null while it is not. */
  ended_at: number | null
  /** The subscription whose link unsubscribed it; null where a link did not. */
  ended_link: number | null
}
