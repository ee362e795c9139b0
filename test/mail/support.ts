import { encodePiece } from '../../src/core/text/encode.ts'
import type { Clock, Random } from '../../src/core/ports.ts'
import type { RecipientSlot, VariantSlot } from '../../src/core/text/slots.ts'
import { editionHeaders, type HeaderFields, type HeaderSource } from '../../src/mail/message/headers.ts'
import { boundaryOf, joinVariant, type Variant } from '../../src/mail/message/message.ts'

export const newsroom: HeaderSource = {
  editionId: 7,
  digest: { key: 'daily', name: 'The Daily Digest' },
  sender: { name: 'Harbour Newswire', email: 'news@example.org' },
  replyTo: null,
  host: 'news.example.org',
  homeUrl: 'https://news.example.org/',
  hooks: [],
}

const instant = Temporal.Instant.from('2026-03-04T05:06:07Z')

export function fieldsFor(
  subscriber: number,
  changes: Partial<HeaderFields> = {},
  source = newsroom,
): HeaderFields {
  return {
    edition: editionHeaders(source),
    subscriber,
    to: `reader${subscriber}@example.org`,
    at: instant,
    unsubscribeUrl: 'https://news.example.org/u/AAAAAAAAAAAAAAAAAAAAAAAA',
    unsubscribeMail: 'mailto:unsubscribe+AAAAAAAAAAAAAAAAAAAAAAAA@example.org',
    tag: () => 'a'.repeat(36),
    ...changes,
  }
}

export const plainValues: Record<VariantSlot, string> = {
  subject: 'Inspectors return',
  preheader: 'And more',
  topics: 'Nuclear',
  counts: '7 stories',
  since: 'Monday',
}

export const plainRecipient: Record<RecipientSlot, string> = {
  address: 'reader1@example.org',
  topicsUrl: 'https://news.example.org/t/AAAAAAAAAAAAAAAAAAAAAAAA',
  unsubscribeUrl: 'https://news.example.org/u/AAAAAAAAAAAAAAAAAAAAAAAA',
}

export function variantOf(
  html: string[],
  text: string[],
  values: Partial<Record<VariantSlot, string>> = {},
): Variant {
  return joinVariant({
    boundary: boundaryOf(7, 1),
    html: html.map(encodePiece),
    text: text.map(encodePiece),
    values: { ...plainValues, ...values },
    language: 'en',
  })
}

/** A clock that stands still until it is set. */
export function settableClock(start: string): Clock & { set(instant: string): void } {
  let now = Temporal.Instant.from(start)
  return {
    now: () => now,
    set: (to) => {
      now = Temporal.Instant.from(to)
    },
  }
}

/** Bytes that count up: all different, and the same in each run. */
export function countingRandom(): Random {
  let count = 0
  return {
    next: () => 0.5,
    bytes: (length) => {
      count += 1
      const bytes = Buffer.alloc(length)
      bytes.writeUInt32BE(count, length - 4)
      return bytes
    },
  }
}
