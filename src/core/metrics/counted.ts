import { eventNames } from '../events.ts'
import { feedbackOutcomes } from '../entities/feedback/feedback.ts'
import { reportKinds } from '../entities/feedback/report.ts'
import { jobNames } from '../jobs.ts'

/** All values of each label are listed, which bounds the number of series. */
export type LabelValues = Readonly<Record<string, readonly string[]>>

const attempts = ['sent', 'deferred', 'failed', 'unknown', 'queued', 'skipped'] as const

/** Counters of a process. */
export const counters = {
  daywire_deliveries_total: { outcome: attempts },
  daywire_messages_total: { outcome: attempts },
  daywire_smtp_connections_total: { outcome: ['opened', 'failed'] },
  daywire_smtp_replies_total: { class: ['2xx', '4xx', '5xx', 'none'] },
  daywire_source_readings_total: { outcome: ['read', 'unchanged', 'failed'] },
  daywire_stories_total: { outcome: ['new', 'changed', 'double', 'put-off'] },
  daywire_feedback_total: { kind: reportKinds, outcome: feedbackOutcomes },
  daywire_subscriptions_total: { change: ['requested', 'confirmed', 'unsubscribed'] },
  daywire_http_refused_total: {
    reason: [
      'slow',
      'malformed',
      'connections',
      'connections-each',
      'forged',
      'unproven',
      'followers',
      'repeated',
    ],
  },
  daywire_events_total: { event: eventNames, level: ['debug', 'info', 'warn', 'error'] },
} as const satisfies Record<string, LabelValues>

/** Durations measured by a process, with the upper bounds of their buckets in seconds. */
export const durations = {
  daywire_http_request_duration_seconds: {
    labels: {
      scope: ['public', 'account', 'desk', 'admin', 'hooks', 'mailbox', 'none'],
      status: ['2xx', '3xx', '4xx', '5xx'],
    },
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
  },
  daywire_job_duration_seconds: {
    labels: { job: jobNames, outcome: ['done', 'failed'] },
    buckets: [0.1, 1, 10, 60, 600],
  },
  daywire_transaction_duration_seconds: {
    labels: {},
    buckets: [0.001, 0.01, 0.1, 1, 10],
  },
} as const satisfies Record<string, { labels: LabelValues; buckets: readonly number[] }>

type LabelsOf<Values extends LabelValues> = { [Label in keyof Values]: Values[Label][number] }

export type CounterName = keyof typeof counters
export type CounterLabels<Name extends CounterName> = LabelsOf<(typeof counters)[Name]>
export type DurationName = keyof typeof durations
export type DurationLabels<Name extends DurationName> = LabelsOf<(typeof durations)[Name]['labels']>
