import type { CounterName, DurationName } from '../../core/metrics/counted.ts'
import type { GaugeName } from '../../core/metrics/gauges.ts'

/** What each metric is, for who reads them as they are served. `docs/operating.md` says more. */
export const help: Record<CounterName | DurationName | GaugeName, string> = {
  daywire_deliveries_total:
    'Deliveries by what a sender made of them, at each attempt; those that were skipped before are not among them',
  daywire_messages_total: 'Messages other than editions by what a sender made of them, at each attempt',
  daywire_smtp_connections_total: 'Connections to mail servers',
  daywire_smtp_replies_total:
    'E-mails by the class of the reply that ended them; none: the connection was lost, or nothing was asked',
  daywire_source_readings_total: 'Readings of sources',
  daywire_stories_total:
    'Stories that sources listed: taken in, changed since, left out as another item is the same, or put off by a budget',
  daywire_feedback_total: 'What came back, by kind and by what was done about it',
  daywire_subscriptions_total:
    'What readers did by the pages: asked for a digest, confirmed that, unsubscribed',
  daywire_http_refused_total: 'Requests and connections that were refused by a limit',
  daywire_events_total: 'Events, as they are logged; also those that DAYWIRE_LOG leaves out',
  daywire_http_request_duration_seconds:
    'Time to answer a request to the pages, by the part of them and the class of the status; live pages are left out',
  daywire_job_duration_seconds: 'Time that a job ran',
  daywire_transaction_duration_seconds:
    'Time of a transaction of the database, with its waiting for those of others',
  daywire_store_up: '1 if the database answered, else 0, and then nothing else is read from it',
  daywire_sending_paused: '1 while all sending is paused',
  daywire_editions: 'Editions whose hour was in the last 30 days, or is still to come',
  daywire_edition_start_delay_seconds:
    'How long after its hour the latest edition of a digest began to be sent, or waits to',
  daywire_edition_sending_seconds:
    'How long the latest edition of a digest has been sent, or took to be; longer where readers have an hour of their own',
  daywire_edition_deliveries:
    'Deliveries of the latest edition of a digest that has ended, by what became of them',
  daywire_deliveries_open:
    'Deliveries that are still to be sent, and those of which nobody knows whether they arrived',
  daywire_messages_open: 'Messages other than editions that are still to be sent',
  daywire_message_wait_seconds:
    'For how long the message that has waited longest has been due; 0 where none is',
  daywire_sources: 'Sources',
  daywire_source_reading_age_seconds:
    'Time since the source that has waited longest was read, of those that are on',
  daywire_imports_running: 'Imports of lists, and undoings, that are under way',
  daywire_jobs_waiting: 'Jobs that wait for a worker; PostgreSQL alone',
  daywire_jobs_failed: 'Jobs that failed at every attempt and wait for a person; PostgreSQL alone',
  daywire_disk_free_bytes: 'Free space on the fullest disk of this host that Daywire writes to',
  daywire_disk_floor_bytes: 'Free space below which nothing is collected or imported',
}
