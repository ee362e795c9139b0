import { bare } from './bare-words.ts'
import {
  comeAgain,
  full,
  greylisted,
  inactive,
  nobody,
  noDomain,
  ofSender,
  passing,
  policy,
  tooFast,
  waitInUnits,
  waitOnClock,
} from './refusal-words.ts'

/** Whom a refusal is about: the address (nobody is there), us (what we are, send or how fast), or something else. */
export type Blame = 'address' | 'us' | 'other'

export interface Verdict {
  blame: Blame
  /** The server asks for fewer mails: 421, a status of 4.7 (RFC 3463 §3.8) or 4.4.5 (§3.5), or its words. */
  slowDown: boolean
  /** The server may only want to see the mail a second time (RFC 6647): by its words, or a vague status without words of a pace. */
  mayBeGreylisting: boolean
  /** Seconds after which the server says that the mail may come again; null where it does not say. */
  retryAfter: number | null
}

const silent: Verdict = { blame: 'other', slowDown: false, mayBeGreylisting: false, retryAfter: null }

/** Enhanced statuses (RFC 2034), wherever they stand; subjects are those of RFC 3463 §3.1. */
const enhanced = /(?<![\w.])([45])\.([0-7]\.\d{1,3})(?!\w|\.\d)/g

/** There is no such address, or no domain that takes mail (RFC 3463 §3.2, §3.3; RFC 7505 §4.2 for 1.10). */
const deadAddress = new Set(['1.1', '1.2', '1.3', '1.6', '1.10', '2.1'])
/** The sender’s address, the size or content of the mail, or policy (also RFC 7372, and 7.27 of RFC 7505). */
const aboutUs = /^(?:1\.[789]|2\.3|3\.4|6\.\d+|7\.\d+)$/
/** A full mailbox, a full system. */
const isFull = new Set(['2.2', '3.1'])
/** “Message refused” without a kind, under which servers say many things. */
const vague = new Set(['7.0', '7.1'])
/** Routing, of which Exchange says that it knows no such recipient, and relays that there is no such domain. */
const routing = new Set(['4.1', '4.4'])
/** “Domain does not accept mail” (RFC 7504 §3). */
const noMailDomain = 556

/** What a server's refusal means for the address, for us, and for the pace; `reply` begins with its code. */
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
  // What is temporary proves nothing against an address, and what is final is not tried again at any pace.
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
  if (!comeAgain.test(words)) return null
  const onClock = waitOnClock.exec(words)
  if (onClock) {
    const [, hours = 0, minutes, seconds] = onClock
    return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  }
  const inUnits = waitInUnits.exec(words)
  return inUnits ? Number(inUnits[1]) * (secondsIn[inUnits[2] ?? ''] ?? 1) : null
}

/** Subject and detail; a status of another class than the code's is a number of something else. */
function statusOf(code: number, words: string): string {
  const own = words.matchAll(enhanced).find(([, kind]) => Number(kind) === Math.floor(code / 100))
  return own?.[2] ?? ''
}

function blameOf(code: number, status: string, words: string): Blame {
  if (isFull.has(status) || full.test(words)) return 'other'
  if (aboutUs.test(status) && !vague.has(status)) return 'us'
  if (inactive.test(words) && !ofSender.test(words) && !passing.test(words)) return 'address'
  if (status === '4.1' && words.includes('recipient address rejected')) return 'address'
  if (policy.test(words) || ofSender.test(words)) return 'us'
  if (tooFast.test(words)) return vague.has(status) ? 'us' : 'other'
  if (passing.test(words)) return 'other'
  if (deadAddress.has(status) || code === noMailDomain || nobody.test(words)) return 'address'
  if (status === '1.0' && words.includes('address rejected')) return 'address'
  if (routing.has(status) && noDomain.test(words)) return 'address'
  return vague.has(status) ? 'us' : 'other'
}
