import { addressesIn } from '../message/addresses-in.ts'
import { readGroups } from '../message/fields.ts'
import type { IncomingMail } from '../message/mime.ts'
import { noticedRecipients, type NoticedRecipient } from './notice-recipients.ts'
import { splitNotice } from './notice-text.ts'
import type { QuotedReply } from './quoted-refusal.ts'

const isWarning =
  /\b(?:delay(?:ed)?|warning: (?:message|could|mail|your)|delivery warning|still being retried|not yet been delivered|will be retried|will (?:continue|keep) (?:to try|trying))\b/i

/** Reads a notice without fields: the recipients in its text, otherwise those of the returned message. */
export function readUnstructured(mail: IncomingMail): QuotedReply[] {
  const { notice, rest } = splitNotice(mail.text.replace(/^>[> ]*/gm, ''))
  const delayed = isWarning.test(mail.subject) || /\bwarning message only\b/i.test(notice)
  return recipientsOf(mail, notice, rest).map(({ address, words }) => ({
    address,
    status: '',
    words: hasWords(words, address) ? words : `${mail.subject}\n${notice}`,
    notice,
    delayed,
  }))
}

function recipientsOf(mail: IncomingMail, notice: string, rest: string): NoticedRecipient[] {
  const own = ownAddresses(mail)
  const noticed = noticedRecipients(notice, own)
  const failed = addressesIn(mail.headers.get('x-failed-recipients') ?? '').map(({ address }) => address)
  if (failed.length > 0)
    return failed.map((address) => ({
      address,
      words: noticed.find((one) => one.address.toLowerCase() === address.toLowerCase())?.words ?? notice,
    }))
  if (noticed.length > 0) return noticed
  const enclosed =
    mail.original?.get('to') ??
    readGroups(rest)
      .find((group) => group.has('to'))
      ?.get('to') ??
    ''
  const named =
    addressesIn(enclosed)[0] ??
    addressesIn(mail.subject).find(({ address }) => !own.has(address.toLowerCase())) ??
    noticedRecipients(notice, new Set())[0]
  return named ? [{ address: named.address, words: notice }] : []
}

/** Addresses in the report's own headers: usually our senders. */
function ownAddresses({ headers, sentTo, original }: IncomingMail): Set<string> {
  const fields = [
    ...sentTo,
    headers.get('from') ?? '',
    headers.get('reply-to') ?? '',
    original?.get('from') ?? '',
  ]
  return new Set(fields.flatMap((value) => addressesIn(value).map(({ address }) => address.toLowerCase())))
}

/** Whether lines contain more than an address. */
function hasWords(words: string, address: string): boolean {
  return words.replaceAll(address, '').replace(/[^\p{L}\d]/gu, '').length > 8
}
