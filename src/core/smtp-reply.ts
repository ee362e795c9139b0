/** Whom a refusal is about: the address (nobody is there), us (what we are, send or how fast), or something else. */
export type Blame = 'address' | 'us' | 'other'

export interface Verdict {
  blame: Blame
  /** The server asks for fewer mails: 421, or a status of 4.7 (RFC 3463 §3.8). */
  slowDown: boolean
}

/** The enhanced status of a reply (RFC 2034), on its first line or in a later one. */
const enhanced = /(?:^|[\s(-])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.])/

/** Statuses that say that there is no such address (RFC 3463 §3.2, §3.3; RFC 7505 §4.2 for 1.10). */
const deadAddress = new Set(['1.1', '1.2', '1.3', '1.6', '1.10', '2.1'])
/** Statuses on the sender's address, and those of policy. */
const aboutUs = /^(?:1\.[789]|7\.\d+)$/

const nobody =
  /\b(?:user|recipient|mailbox|account|address\w*|addressee)\b[^.;:]{0,60}\b(?:unknown|unavailable|not found|disabled|inactive|no longer valid|(?:does not|doesn['’]t) exist|invalid)\b|\b(?:no such|unknown|invalid|not our) (?:user|recipient|mailbox|address\w*|customer)\b|\bdoes(?: not|n['’]t) have an? \S+ account\b|\bno longer valid\b/i
const policy =
  /\b(?:polic(?:y|ies)|spam\w*|spf|dkim|dmarc|relay(?:ing)?|(?:block|black)? ?list(?:ed)?|blocked|bloquee|reputation|ptr|reverse dns|virus|unsolicited|frequency|rejected by recipients|not rfc compliant)\b/i
const full = /\b(?:quota|over\s?quota|full|storage allocation)\b/i
const tooFast = /\b(?:rate|too quickly|too many|volume|frequency)\b/i

/** What a server's refusal means for the address, for us, and for the pace; `reply` begins with its code. */
export function readRefusal(code: number | null, reply: string): Verdict {
  if (code === null) return { blame: 'other', slowDown: false }
  // An address in a reply may hold any word.
  const words = reply.replace(/\S+@\S+/g, '')
  const [, , subject = '', detail = ''] = enhanced.exec(words) ?? []
  const slowDown = code === 421 || (code < 500 && (subject === '7' || tooFast.test(words)))
  const blame = blameOf(subject === '' ? null : `${subject}.${detail}`, words)
  // What is temporary proves nothing against an address.
  return { blame: blame === 'address' && code < 500 ? 'other' : blame, slowDown }
}

function blameOf(status: string | null, reply: string): Blame {
  if (full.test(reply)) return 'other'
  if (status !== null && deadAddress.has(status)) return tooFast.test(reply) ? 'other' : 'address'
  if (status !== null && aboutUs.test(status)) return 'us'
  if (policy.test(reply)) return 'us'
  return nobody.test(reply) ? 'address' : 'other'
}
