import { bare } from './bare-words.ts'
import {
  retryRequest,
  full,
  greylisted,
  inactive,
  unknownRecipient,
  noDomain,
  aboutSender,
  temporary,
  policy,
  tooFast,
  waitInUnits,
  waitOnClock,
} from './refusal-words.ts'

/** What a refusal is about: the address (it does not exist), us (our identity, content or rate), or something else. */
export type Blame = 'address' | 'us' | 'other'

export interface Verdict {
  blame: Blame
  /** The server asks for fewer e-mails: by 421, a status of 4.7 (RFC 3463 §3.8) or 4.4.5 (§3.5), or its words. */
  slowDown: boolean
  /** The server may only want a second attempt (RFC 6647): by its words, or a vague status without words about the rate. */
  mayBeGreylisting: boolean
  /** Seconds after which the server asks to retry; null if it does not say. */
  retryAfter: number | null
}

const silent: Verdict = { blame: 'other', slowDown: false, mayBeGreylisting: false, retryAfter: null }

/** Enhanced status codes (RFC 2034) anywhere in a reply; subjects are those of RFC 3463 §3.1. */
const enhanced = /(?<![\w.])([45])\.([0-7]\.\d{1,3})(?!\w|\.\d)/g

/** The address does not exist, or its domain accepts no e-mail (RFC 3463 §3.2, §3.3; RFC 7505 §4.2 for 1.10). */
const deadAddress = new Set(['1.1', '1.2', '1.3', '1.6', '1.10', '2.1'])
/** The sender’s address, the size or content of the e-mail, or policy (also RFC 7372, and 7.27 of RFC 7505). */
const aboutUs = /^(?:1\.[789]|2\.3|3\.4|6\.\d+|7\.\d+)$/
/** A full mailbox, a full system. */
const isFull = new Set(['2.2', '3.1'])
/** “Message refused” without details, used by servers for many reasons. */
const vague = new Set(['7.0', '7.1'])
/** Routing, which Exchange uses for an unknown recipient, and relays for an unknown domain. */
const routing = new Set(['4.1', '4.4'])
/** “Domain does not accept mail” (RFC 7504 §3). */
const noMailDomain = 556

/** Interprets a server's refusal; `reply` begins with its code. */
export function readRefusal(code: number | null, reply: string): Verdict {
  if (code === null) return silent
  const words = bare(reply)
  const status = statusOf(code, words)
  const blame = blameOf(code, status, words)
  const isSlow =
    code === 421 ||
    (status.startsWith('7.') && !greylisted.test(words)) ||
    status === '4.5' ||
    (tooFast.test(words) && !isFull.has(status))
  // A temporary failure proves nothing about an address, and a permanent one is not retried at any rate.
  const mayPass = code < 500
  return {
    blame: blame === 'address' && mayPass ? 'other' : blame,
    slowDown: mayPass && isSlow,
    mayBeGreylisting:
      mayPass && code !== 421 && (greylisted.test(words) || (vague.has(status) && !tooFast.test(words))),
    retryAfter: mayPass ? statedWait(words) : null,
  }
}

const secondsIn: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

function statedWait(words: string): number | null {
  if (!retryRequest.test(words)) return null
  const onClock = waitOnClock.exec(words)
  if (onClock) {
    const [, hours = 0, minutes, seconds] = onClock
    return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  }
  const inUnits = waitInUnits.exec(words)
  return inUnits ? Number(inUnits[1]) * (secondsIn[inUnits[2] ?? ''] ?? 1) : null
}

/** Subject and detail of the status; one of another class than the code is an unrelated number. */
function statusOf(code: number, words: string): string {
  const own = words.matchAll(enhanced).find(([, kind]) => Number(kind) === Math.floor(code / 100))
  return own?.[2] ?? ''
}

function blameOf(code: number, status: string, words: string): Blame {
  if (isFull.has(status) || full.test(words)) return 'other'
  if (aboutUs.test(status) && !vague.has(status)) return 'us'
  if (inactive.test(words) && !aboutSender.test(words) && !temporary.test(words)) return 'address'
  if (status === '4.1' && words.includes('recipient address rejected')) return 'address'
  if (policy.test(words) || aboutSender.test(words)) return 'us'
  if (tooFast.test(words)) return vague.has(status) ? 'us' : 'other'
  if (temporary.test(words)) return 'other'
  if (deadAddress.has(status) || code === noMailDomain || unknownRecipient.test(words)) return 'address'
  if (status === '1.0' && words.includes('address rejected')) return 'address'
  if (routing.has(status) && noDomain.test(words)) return 'address'
  return vague.has(status) ? 'us' : 'other'
}
