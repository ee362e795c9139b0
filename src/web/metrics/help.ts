import type { CounterName, DurationName } from '../../core/metrics/counted.ts'
import type { GaugeName } from '../../core/metrics/gauges.ts'

/** The description of each metric, served with it. `docs/operating.md` says more. */
export const help: Record<CounterName | DurationName | GaugeName, string> = {
  daywire_deliveries_total:
    'E-mails of editions by the outcome of each attempt; those that were skipped before anything was sent are not counted',
  daywire_messages_total: 'Other e-mails by the outcome of each attempt',
  daywire_smtp_connections_total: 'Connections to mail servers',
  daywire_smtp_replies_total:
    'E-mails by the class of the reply that decided about them; none if the connection was lost before',
  daywire_source_readings_total: 'Readings of sources',
  daywire_stories_total:
    'Stories in readings of sources: new, changed, left out because another item is the same, or put off by a budget',
  daywire_feedback_total: 'Bounces, complaints and automatic replies, by what was done about them',
  daywire_subscriptions_total:
    'What readers did by the pages and links: requested a digest, confirmed that, unsubscribed',
  daywire_http_refused_total: 'Requests and connections that were refused by a limit',
  daywire_events_total: 'Lines of the log by name; also those that DAYWIRE_LOG leaves out',
  daywire_http_request_duration_seconds:
    'Time to answer a request, by part of the pages and class of status; pages that are kept up to date are left out',
  daywire_job_duration_seconds: 'Time that a job ran',
  daywire_transaction_duration_seconds:
    'Time of a transaction that writes, including the time that it waits for others',
  daywire_store_up: '1 if the database answered, otherwise 0',
  daywire_sending_paused: '1 while all sending is paused',
  daywire_editions: 'Editions whose hour was in the last 30 days, or is still to come',
  daywire_edition_start_delay_seconds:
    'How long after its hour the latest edition of a digest began to be sent, or has been waiting until now',
  daywire_edition_sending_seconds:
    'How long sending the latest edition of a digest took, or has taken until now; longer if readers chose an hour of their own',
  daywire_edition_deliveries: 'E-mails of the latest edition of a digest that has ended, by outcome',
  daywire_deliveries_open:
    'E-mails of editions that are still to be sent, and those that may or may not have arrived',
  daywire_messages_open: 'Other e-mails that are still to be sent',
  daywire_message_wait_seconds:
    'How long the e-mail other than an edition that has waited longest has been due; 0 if there is none',
  daywire_sources: 'Sources by state',
  daywire_source_reading_age_seconds:
    'Time since the source that has waited longest was read, of those that are on',
  daywire_imports_running: 'Imports of lists that are under way, and those that are being undone',
  daywire_jobs_waiting: 'Jobs that wait for a worker; only on PostgreSQL',
  daywire_jobs_failed: 'Jobs that failed at every attempt and wait for a person; only on PostgreSQL',
  daywire_disk_free_bytes: 'Free space on the fullest disk of this host that Daywire writes to',
  daywire_disk_floor_bytes: 'Free space below which nothing is collected or imported',
}
