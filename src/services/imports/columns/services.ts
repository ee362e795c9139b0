import type { ImportField } from '../../../core/entities/imports/import-field.ts'
import type { ListedStatus } from '../../../core/entities/imports/list-facts.ts'
import { said, type Said } from '../../../core/said/said.ts'

/** A service whose exports are recognized by their columns; names are normalized by `foldedName`. */
export interface ListService {
  name: 'listmonk' | 'Mailchimp' | 'Ghost' | 'Substack' | 'Keila' | 'Buttondown'
  /** A file matches a shape if it has at least one column of each group in it. */
  shapes: readonly (readonly (readonly string[])[])[]
  columns: Readonly<Record<string, ImportField>>
  /** Words for a status that mean something different from usual. */
  statuses?: Readonly<Record<string, ListedStatus>>
  /** Files in which everybody has the same status, recognized by a column that only they have. */
  everyoneByColumn?: Readonly<Record<string, ListedStatus>>
  /** The same, recognized by the beginning of the file's name. */
  everyoneByFile?: Readonly<Record<string, ListedStatus>>
  /** What none of its exports contains although it decides whether a person may get e-mail. */
  caution?: Said
}

/**
 * The services, as each writes its exports. Columns that are not in `columns` are not imported, except those of addresses and names, which
 * users of some services can rename.
 */
export const listServices: readonly ListService[] = [
  {
    name: 'listmonk',
    shapes: [[['uuid'], ['email'], ['attributes'], ['status']]],
    columns: {
      email: 'email',
      name: 'name',
      status: 'status',
      'created-at': 'agreed_on',
      'updated-at': 'left_on',
      attributes: 'data',
    },
    caution: said('list-caution-listmonk'),
  },
  {
    name: 'Mailchimp',
    shapes: [
      [
        ['leid', 'euid', 'member-rating'],
        ['euid', 'optin-time', 'confirm-time', 'unsub-time', 'clean-time'],
      ],
    ],
    columns: {
      'email-address': 'email',
      'first-name': 'first_name',
      'last-name': 'last_name',
      status: 'status',
      'optin-time': 'agreed_on',
      'optin-ip': 'agreed_ip',
      'confirm-time': 'agreed_on',
      'confirm-ip': 'agreed_ip',
      'unsub-time': 'left_on',
      'unsub-reason': 'reason',
      'unsub-reason-other': 'reason',
      'clean-time': 'left_on',
      tags: 'tags',
      notes: 'note',
    },
    everyoneByColumn: { 'unsub-time': 'unsubscribed', 'clean-time': 'suppressed' },
    everyoneByFile: {
      subscribed: 'active',
      unsubscribed: 'unsubscribed',
      cleaned: 'suppressed',
      nonsubscribed: 'pending',
    },
  },
  {
    name: 'Ghost',
    shapes: [[['email'], ['subscribed-to-emails'], ['complimentary-plan', 'stripe-customer-id', 'labels']]],
    columns: {
      email: 'email',
      name: 'name',
      'subscribed-to-emails': 'status',
      'created-at': 'agreed_on',
      labels: 'tags',
      note: 'note',
    },
    caution: said('list-caution-ghost'),
  },
  {
    name: 'Substack',
    shapes: [
      [['email'], ['active-subscription', 'email-disabled'], ['plan', 'expiry']],
      // The export of its subscribers page, with the columns that its user chose.
      [
        ['email'],
        ['start-date', 'subscription-date'],
        ['stripe-plan', 'paid-upgrade-date', 'subscription-source-(free)', 'receiving-emails-for'],
      ],
    ],
    columns: {
      email: 'email',
      name: 'name',
      'email-disabled': 'status',
      'created-at': 'agreed_on',
      'start-date': 'agreed_on',
      'subscription-date': 'agreed_on',
      'subscription-source-(free)': 'agreed_how',
      tags: 'tags',
    },
    statuses: { true: 'unsubscribed', false: 'active' },
  },
  {
    name: 'Keila',
    shapes: [[['email'], ['first-name'], ['last-name'], ['data'], ['status', 'external-id']]],
    columns: {
      email: 'email',
      'first-name': 'first_name',
      'last-name': 'last_name',
      status: 'status',
      'double-opt-in-at': 'agreed_on',
      data: 'data',
    },
  },
  {
    name: 'Buttondown',
    shapes: [
      [
        ['email-address', 'email'],
        ['creation-date'],
        ['type', 'subscriber-type', 'secondary-id', 'metadata'],
      ],
    ],
    columns: {
      'email-address': 'email',
      type: 'status',
      'subscriber-type': 'status',
      'creation-date': 'agreed_on',
      'subscription-date': 'agreed_on',
      'ip-address': 'agreed_ip',
      source: 'agreed_how',
      'unsubscription-date': 'left_on',
      'undeliverability-date': 'left_on',
      'unsubscription-reason': 'reason',
      'undeliverability-reason': 'reason',
      tags: 'tags',
      notes: 'note',
      metadata: 'data',
    },
    // These words are about paid subscriptions: such people still get the free e-mails.
    statuses: { paused: 'active', churned: 'active' },
  },
]
