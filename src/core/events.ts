import type { JobName } from './jobs.ts'

export type Level = 'debug' | 'info' | 'warn' | 'error'

/** All events, in terms of the glossary, with their levels. */
export const eventLevels = {
  'archive.failed': 'error',
  'bounces.message-fault': 'warn',
  'bounces.renumbered': 'info',
  'bounces.unread': 'warn',
  'bounces.unreadable': 'warn',
  'checks.failed': 'error',
  'clock.differs': 'warn',
  'delivery.failed': 'error',
  'delivery.unknown': 'warn',
  'delivery.waits': 'info',
  'digest.failed': 'error',
  'disk.ample': 'info',
  'disk.failed': 'error',
  'disk.full': 'error',
  'disk.low': 'warn',
  'domains.unanswered': 'warn',
  'edition.alert': 'warn',
  'files.closed': 'info',
  'hooks.noted': 'info',
  'job.failed': 'error',
  'ledger.waits': 'error',
  'message.failed': 'error',
  'message.waits': 'warn',
  'metrics.failed': 'warn',
  'outbox.failed': 'error',
  'picture.failed': 'warn',
  'queue.failed': 'error',
  'relay.failed': 'warn',
  'scheduler.began': 'info',
  'scheduler.ended': 'info',
  'scheduler.failed': 'error',
  'sending.paused': 'warn',
  'server.waits': 'info',
  'sign-in.throttled': 'warn',
  'sign-ups.waiting': 'warn',
  'source.failed': 'warn',
  'source.sick': 'warn',
  'warm-up.finished': 'info',
  'web-version.failed': 'error',
  'web.failed': 'error',
  'web.refused': 'warn',
} as const satisfies Record<string, Level>

export type EventName = keyof typeof eventLevels
export const eventNames = Object.keys(eventLevels) as EventName[]

/** Data of events besides the message: numbers, codes and ids, and nothing that identifies a reader. */
interface EventData {
  'archive.failed': { edition: number }
  'bounces.message-fault': { uid: number }
  'bounces.unreadable': { uid: number }
  /** By how much it was behind. */
  'clock.differs': { seconds: number }
  'delivery.failed': { edition: number }
  /** `count`: e-mails that were being sent when their sender ended. */
  'delivery.unknown': { edition: number; count: number }
  'delivery.waits': { seconds: number }
  'digest.failed': { digest: string }
  /** Bytes. */
  'disk.ample': { free: number }
  'disk.full': { free: number }
  'disk.low': { free: number }
  'files.closed': { count: number }
  'hooks.noted': { service: string }
  'job.failed': { job: JobName; part: number | null }
  /** `count`: results of attempts that are not stored yet. */
  'ledger.waits': { edition: number; count: number }
  'message.failed': { id: number }
  'message.waits': { id: number }
  'picture.failed': { source: number; count: number }
  'relay.failed': { relay: string }
  'server.waits': { seconds: number }
  /** Seconds until the next attempt is accepted. */
  'sign-in.throttled': { seconds: number }
  'sign-ups.waiting': { perHour: number }
  'source.failed': { source: number; problem: string }
  'source.sick': { source: number }
  'warm-up.finished': { id: number }
  'web-version.failed': { edition: number }
  'web.refused': { refusal: string; count: number }
}

/** Something that happened: a message for people, and its data. */
export type Event = {
  [Name in EventName]: {
    name: Name
    message: string
  } & (Name extends keyof EventData ? { data: EventData[Name] } : { data?: undefined })
}[EventName]
