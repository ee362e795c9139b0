import { openStates, type DeliveryStatus } from '../../src/core/entities/states.ts'
import type { Delivery } from '../../src/core/entities/delivery.ts'
import type { Store } from '../../src/store/store.ts'

/** The ledger of an edition, compared with what the server accepted. */
export interface Tally {
  recipients: number
  /** Neither accepted by the server nor ended otherwise with a reason; or `sent`, and never accepted. */
  lost: number
  /** E-mails that the server accepted beyond the first for their recipient. */
  twice: number
  /** Held for a person. */
  unknown: number
  counts: Partial<Record<DeliveryStatus, number>>
  /** Contradictions, in words. */
  wrong: string[]
}

export const nothing = (): Tally => ({ recipients: 0, lost: 0, twice: 0, unknown: 0, counts: {}, wrong: [] })

/** Adds the results of one edition; contradictions are reported with its name. */
export function added(total: Tally, { recipients, lost, twice, unknown, wrong }: Tally, name: string): void {
  total.recipients += recipients
  total.lost += lost
  total.twice += twice
  total.unknown += unknown
  total.wrong.push(...wrong.map((what) => `${name}: ${what}`))
}

const open: readonly DeliveryStatus[] = openStates

/** `readers`: how many should get the edition; one without a row is lost as well. */
export async function tally(
  store: Store,
  readers: number,
  editionId: number,
  taken: { recipient: string; messageId: string }[],
): Promise<Tally> {
  const rows = await store.deliveries.list({ editionId, status: null, count: 10_000_000 })
  const times = Map.groupBy(taken, (mail) => mail.recipient)
  const arrived = ({ email }: Delivery) => times.has(email ?? '')
  const of = (status: DeliveryStatus) => rows.filter((row) => row.status === status)
  const ended = [...of('failed'), ...of('skipped')]
  const lost = rows.filter(
    (row) =>
      !arrived(row) &&
      (row.status === 'sent' || open.includes(row.status) || (ended.includes(row) && !row.reason)),
  )
  const counts = Object.fromEntries(
    [...Map.groupBy(rows, (row) => row.status)].map(([status, some]) => [status, some.length]),
  )
  return {
    recipients: rows.length,
    lost: lost.length + Math.max(0, readers - rows.length),
    twice: taken.length - times.size,
    unknown: of('unknown').length,
    counts,
    wrong: [
      ...(await contradictions(store, editionId, rows)),
      ...contradiction(
        ended.filter(arrived).length,
        'e-mails were accepted, and are failed or skipped in the ledger',
      ),
      ...contradiction(
        [...times.values()].filter((mails) => new Set(mails.map((mail) => mail.messageId)).size > 1).length,
        'recipients were sent several Message-IDs',
      ),
    ],
  }
}

async function contradictions(store: Store, editionId: number, rows: Delivery[]): Promise<string[]> {
  const edition = await store.editions.byId(editionId)
  const openRows = rows.filter((row) => open.includes(row.status)).length
  if (edition?.status !== 'sent' && edition?.status !== 'stopped')
    return [`the edition is ${edition?.status ?? 'gone'}, ${openRows} rows are open`]
  return contradiction(openRows, 'rows are open in an edition that is closed')
}

const contradiction = (count: number, what: string): string[] => (count > 0 ? [`${count} ${what}`] : [])
