import type { Digest } from '../../core/entities/newsroom.ts'
import type { Events } from '../../core/ports.ts'
import type { DeliveryStatus } from '../../core/entities/states.ts'
import type { Edition } from '../../core/entities/edition.ts'
import { approvalAwaited, endorsersOf } from '../editions/approvals.ts'
import type { Transaction } from '../../store/store.ts'
import { alert } from './alert.ts'
import type { Context } from '../context.ts'

/** Failures are told from this share of the recipients on, and this many: an address or two fail every day. */
const tellShare = 0.05
const tellFailures = 5

type Deps = Pick<Context, 'store' | 'clock' | 'events'>
type AlertRepositories = Pick<Transaction, 'newsroom' | 'messages' | 'audit' | 'jobs'>
type Counts = Partial<Record<DeliveryStatus, number>>

const nameOf = (digest: Digest, date: Temporal.PlainDate): string => `${digest.name} of ${date.toString()}`

/** Tells that an edition did not leave; in the transaction that found it. */
export async function alertMissed(
  tx: AlertRepositories,
  events: Events,
  digest: Digest,
  date: Temporal.PlainDate,
  reason: string,
  at: Temporal.Instant,
): Promise<void> {
  const content = {
    subject: `Missed: ${nameOf(digest, date)}`,
    lead: `The edition did not leave: ${reason}. Its stories come in the next one.`,
    points: [],
    advice: 'What is planned next is told by: daywire schedule list',
  }
  await raise(tx, events, `missed:${digest.key}:${date.toString()}`, content, at)
}

/** Reports that an edition under correction ended without one; in the transaction that found it. */
export async function alertAbandoned(
  tx: AlertRepositories,
  events: Events,
  digest: Digest,
  { id, date, reason }: Pick<Edition, 'id' | 'date' | 'reason'>,
  skipped: number,
  at: Temporal.Instant,
): Promise<void> {
  const content = {
    subject: `Abandoned: ${nameOf(digest, date)}`,
    lead: `The edition was being corrected, and the correction was not approved in time. Those who had their mail keep it; ${skipped} get none.`,
    points: reason === null ? [] : [{ name: 'Why', text: reason }],
    advice: `Who got none is listed by: daywire deliveries list ${digest.key} --date ${date.toString()} --status skipped`,
  }
  await raise(tx, events, `abandoned:${id}`, content, at)
}

/** Tells at its hour that a draft waits for a person, and until when it still can leave. */
export async function alertUnapproved(
  { store, clock, events }: Deps,
  digest: Digest,
  edition: Edition,
  until: Temporal.Instant,
): Promise<void> {
  const { correctedAt } = edition
  const dedupe = `unapproved:${edition.id}${correctedAt ? `:${correctedAt.epochMilliseconds}` : ''}`
  if (await store.messages.wasTold(dedupe)) return
  const zone = digest.schedule.timeZone
  const time = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5)
  const waits = approvalAwaited(digest, await endorsersOf({ store }, edition))
  const content = {
    subject: `Not approved yet: ${nameOf(digest, edition.date)}`,
    lead: `It was to leave at ${time(edition.dueAt)} and ${waits}. Approved until ${time(until)} (${zone}) it still leaves; after that it is ${edition.startedAt ? 'abandoned' : 'missed'}.`,
    points: [],
    advice: `Look at it with daywire preview ${digest.key}, then: daywire approve ${digest.key} --date ${edition.date.toString()}`,
  }
  await store.transaction((tx) => raise(tx, events, dedupe, content, clock.now()))
}

/** Tells of mails whose fate nobody knows, and of failures above a share; each once for an edition. */
export async function alertDelivery(
  { store, clock, events }: Deps,
  edition: Edition,
  counts: Counts,
): Promise<void> {
  const { unknown = 0, failed = 0, sent = 0 } = counts
  const tried = sent + failed + unknown
  const digest = await store.digests.byId(edition.digestId)
  if (!digest) return
  const at = clock.now()
  const name = nameOf(digest, edition.date)
  const words = `${digest.key} --date ${edition.date.toString()}`
  const raised = [
    ...(unknown > 0 ? [{ dedupe: `unknown:${edition.id}`, content: ofUnknown(unknown, name, words) }] : []),
    ...(failed >= tellFailures && failed >= tried * tellShare
      ? [{ dedupe: `failed:${edition.id}`, content: ofFailed(failed, tried, name, words) }]
      : []),
  ]
  if (raised.length === 0) return
  await store.transaction(async (tx) => {
    for (const { dedupe, content } of raised) await raise(tx, events, dedupe, content, at)
  })
}

const ofUnknown = (unknown: number, name: string, words: string) => ({
  subject: `${unknown} of unknown fate: ${name}`,
  lead: `${unknown} mails were on their way when the connection or the sender ended. They may or may not have arrived, so Daywire keeps them for a person to decide.`,
  points: [],
  advice: `See them with daywire deliveries unknown, and settle them with daywire deliveries resolve ${words}`,
})

const ofFailed = (failed: number, tried: number, name: string, words: string) => ({
  subject: `${failed} failed: ${name}`,
  lead: `${failed} of ${tried} mails were refused for good or given up. So many failures in one edition are seldom about single addresses.`,
  points: [],
  advice: `The servers’ replies are told by: daywire deliveries list ${words} --status failed`,
})

/** By mail, and in the log, which is read also where no address is set for alerts. */
async function raise(
  tx: AlertRepositories,
  events: Events,
  dedupe: string,
  content: Parameters<typeof alert>[2],
  at: Temporal.Instant,
): Promise<void> {
  if (await alert(tx, dedupe, content, at))
    events.emit({ level: 'warn', name: 'edition.alert', message: `${content.subject}. ${content.lead}` })
}
