import { addressesIn } from '../message/addresses-in.ts'

/** A recipient named in a notice, and the lines up to the next. */
export interface NoticedRecipient {
  address: string
  words: string
}

/** Text before an address that was not reached: nothing, a code, or such words. */
const leads = [
  /^[\s*<>"'[(|-]*$/,
  /^\s*<{0,3}\s*(?:\d{3}[ -])?(?:\d\.\d\.\d{1,3}\s)?\s*<?$/,
  /\brcpt to:?\s*<?$/i,
  /\b(?:to|recipients?|address(?:es)?|user|for|destinatario|mailbox|empf[aä]nger)(?:\s+(?:is|was|address(?:es)?|the following))?\s*[:=]?\s*["'<[(]*$/i,
  /\b(?:failed|undeliverable|attempts|rejected|unreachable|unknown|deliver\w*|reached|not reach)\b[^.@]{0,30}[:<(\s]$/i,
]
/** Text before somebody else's address. */
const ofOthers =
  /\b(?:from|sender|contact|contacting|postmaster|message-id|reply-to|mailto|by|envelope-from|help|support|questions?|assistance|return-path|mail from|e-?mail us|webmaster|please)\b[^@]{0,30}$/i
/** A quoted line of the e-mail's header. */
const ofHeader = /^\s*(?:to|cc|an):\s/i
const offices = /^(?:postmaster|mailer-daemon|abuse|hostmaster|no-?reply|helpdesk|support)@/i

interface Place {
  address: string
  line: number
  weight: 0 | 1 | 2
}

/** Recipients named in the text of a notice; `own` are the sender's addresses, which are ignored. */
export function noticedRecipients(notice: string, own: ReadonlySet<string>): NoticedRecipient[] {
  const lines = notice.split(/\r?\n/)
  const places = lines.flatMap((line, at) => placesIn(line, at))
  const weigh = (place: Place) => (own.has(place.address.toLowerCase()) ? 0 : place.weight)
  const heaviest = Math.max(0, ...places.map(weigh))
  if (heaviest === 0) return []
  const chosen = firstOfEach(places.filter((place) => weigh(place) === heaviest))
  return chosen.map(({ address, line }, at) => ({
    address,
    words: wordsFrom(lines, line, chosen[at + 1]?.line ?? lines.length),
  }))
}

const beginsWithCode = /^\s*<{0,3}\s*\d{3}[ -]/

/** The lines up to the next recipient; if the first begins with a code, up to the next that does. */
function wordsFrom(lines: string[], from: number, end: number): string {
  const own = lines.slice(from, end)
  const next = own.findIndex((line, at) => at > 0 && beginsWithCode.test(line))
  return own.slice(0, beginsWithCode.test(own[0] ?? '') && next > 0 ? next : own.length).join('\n')
}

function placesIn(line: string, at: number): Place[] {
  return addressesIn(line.slice(0, 2000)).map((found) => {
    const before = line.slice(Math.max(0, found.at - 80), found.at)
    return { address: found.address, line: at, weight: weightOf(found.address, before) }
  })
}

function weightOf(address: string, before: string): Place['weight'] {
  if (offices.test(address)) return 0
  if (ofHeader.test(before)) return 1
  if (leads.some((lead) => lead.test(before)) && !/\b(?:from|sender|contact)\b/i.test(before)) return 2
  return ofOthers.test(before) ? 0 : 1
}

function firstOfEach(places: Place[]): Place[] {
  const seen = new Set<string>()
  return places.filter(({ address }) => {
    const key = address.toLowerCase()
    return seen.has(key) ? false : seen.add(key)
  })
}
