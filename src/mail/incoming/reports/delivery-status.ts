import { firstAddress } from '../message/addresses-in.ts'
import { readGroups, type Fields } from '../message/fields.ts'
import type { QuotedReply } from './quoted-refusal.ts'

/** Actions of success, which servers use consistently, unlike those of failure. */
const arrived = new Set(['delivered', 'relayed', 'expanded', 'success'])

/** The recipients of a delivery status notification who were not reached (RFC 3464 §2.3). */
export function readDeliveryStatus(text: string, notice: string): QuotedReply[] {
  return readGroups(text)
    .filter((group) => addressOf(group) !== '' && !arrived.has(actionOf(group)))
    .map((group) => ({
      address: addressOf(group),
      status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(group.get('status') ?? '')?.[0] ?? '',
      words: withoutType(group.get('diagnostic-code') ?? '') || commentOf(group),
      notice,
      delayed: actionOf(group) === 'delayed',
    }))
}

/** The recipients who were reached. */
export function readDelivered(text: string): string[] {
  return readGroups(text)
    .filter((group) => addressOf(group) !== '' && arrived.has(actionOf(group)))
    .map(addressOf)
}

const actionOf = (group: Fields): string =>
  /^[a-z]*/.exec((group.get('action') ?? '').toLowerCase())?.[0] ?? ''

/** The address as we wrote it, otherwise as a server rewrote it. */
function addressOf(group: Fields): string {
  return (
    ['original-recipient', 'final-recipient', 'x-actual-recipient', 'x-original-recipient']
      .map((name) => firstAddress(withoutType(group.get(name) ?? '')))
      .find((address) => address !== '') ?? ''
  )
}

/** Comments of some servers on status or action instead of a diagnostic code. */
function commentOf(group: Fields): string {
  const comments = ['status', 'action'].map((name) => group.get(name) ?? '')
  return comments
    .map((value) => value.replace(/^(?:\d\.\d{1,3}\.\d{1,3}|[a-z]+)\s*/i, ''))
    .join(' ')
    .trim()
}

/** `smtp; 550 …` without its type. */
const withoutType = (value: string): string => value.replace(/^[\w-]{1,40}\s*;\s*/, '')
