import type { ImportField } from '../../../core/entities/imports/import-field.ts'
import type { ListedStatus } from '../../../core/entities/imports/list-facts.ts'

/** A service whose exports are known by their columns, whose names are folded as `foldedName` does. */
export interface ListService {
  name: 'listmonk' | 'Mailchimp' | 'Ghost' | 'Substack' | 'Keila' | 'Buttondown'
  /** A file of it has one column of each group. */
  needs: readonly (readonly string[])[]
  columns: Readonly<Record<string, ImportField>>
  /** What its words for a status mean, where they mean something else than usual. */
  statuses?: Readonly<Record<string, ListedStatus>>
  /** Files whose people are all the same, by a column that only they have. */
  everyoneByColumn?: Readonly<Record<string, ListedStatus>>
  /** The same by the beginning of the file's name. */
  everyoneByFile?: Readonly<Record<string, ListedStatus>>
}

/** As each one's export is documented. What is not under `columns` is not imported. */
export const listServices: readonly ListService[] = [
  {
    name: 'listmonk',
    needs: [['uuid'], ['email'], ['attributes'], ['status']],
    columns: {
      email: 'email',
      name: 'name',
      status: 'status',
      'created-at': 'agreed_on',
      'updated-at': 'left_on',
      attributes: 'data',
    },
  },
  {
    name: 'Mailchimp',
    needs: [
      ['email-address', 'email'],
      ['leid', 'euid', 'member-rating'],
    ],
    columns: {
      'email-address': 'email',
      email: 'email',
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
    everyoneByFile: { unsubscribed: 'unsubscribed', cleaned: 'suppressed', nonsubscribed: 'pending' },
  },
  {
    name: 'Ghost',
    needs: [['email'], ['subscribed-to-emails'], ['complimentary-plan', 'stripe-customer-id', 'labels']],
    columns: {
      email: 'email',
      name: 'name',
      'subscribed-to-emails': 'status',
      'created-at': 'agreed_on',
      'deleted-at': 'left_on',
      labels: 'tags',
      note: 'note',
    },
  },
  {
    name: 'Substack',
    needs: [['email'], ['active-subscription'], ['email-disabled', 'plan', 'expiry']],
    columns: { email: 'email', name: 'name', 'email-disabled': 'status', 'created-at': 'agreed_on' },
    statuses: { true: 'unsubscribed', false: 'active' },
  },
  {
    name: 'Keila',
    needs: [['email'], ['first-name'], ['last-name'], ['data'], ['status', 'external-id']],
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
    needs: [
      ['email-address', 'email'],
      ['creation-date'],
      ['type', 'subscriber-type', 'secondary-id', 'metadata'],
    ],
    columns: {
      'email-address': 'email',
      email: 'email',
      type: 'status',
      'subscriber-type': 'status',
      'creation-date': 'agreed_on',
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
  },
]
