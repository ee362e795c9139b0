import { bare } from './bare-words.ts'
import type { BounceReason } from '../entities/feedback/report.ts'
import {
  full,
  inactive,
  unknownRecipient,
  noDomain,
  aboutSender,
  temporary,
  tooFast,
} from './refusal-words.ts'
import {
  authentication,
  expired,
  goneDomain,
  moved,
  noRoute,
  relayRefused,
  reputation,
  size,
  spam,
  suspended,
} from './reason-words.ts'
import { readRefusal, type Verdict } from './smtp-reply.ts'

/** A refusal quoted in a report: code and text, with the status given by the report itself ('' for none). */
export interface QuotedRefusal {
  code: number
  status: string
  words: string
  /** Whether a server’s reply is quoted, and to which command, if the report says. */
  quoted: boolean
  stage: 'sender' | 'recipient' | 'body' | null
}

/** Permanent reasons that concern the address. */
const lasting = new Set<BounceReason>(['no-such-address', 'moved', 'domain-gone'])

/** Why an e-mail was refused, and whether the address does not exist, by the rules of `readRefusal`. */
export function readReason({ code, status, words: said, quoted, stage }: QuotedRefusal): {
  reason: BounceReason
  hard: boolean
} {
  const own = `${code} ${status} ${said}`
  const words = bare(own)
  const verdict = readRefusal(code, own)
  const isGone = code >= 500 && verdict.blame !== 'us' && !temporary.test(words) && goneDomain.test(words)
  const reason =
    isGone || takesNoMail(code, status, words) ? 'domain-gone' : reasonOf(verdict, code, status, words)
  const isCertain = namesAddress.test(status) || noAccount.test(words)
  const isStated = stage === 'recipient' || (stage === null && (!quoted || reason !== 'no-such-address'))
  const proven =
    lasting.has(reason) &&
    (isCertain || isStated) &&
    stage !== 'sender' &&
    (stage === 'recipient' || !isUndefined.test(status))
  const spared = stage === 'sender' ? 'sender' : 'filtered'
  return { reason: lasting.has(reason) && !proven ? spared : reason, hard: proven }
}

/** Words that filters don't use. */
const noAccount = /(?: not|n't) have an? (?:\S{1,80} )?account\b/
/** A status about the address. Without it, words for a missing reader are proof only in a reply to RCPT. */
const namesAddress = /^5\.(?:1\.\d|2\.1|4\.1)/

/**
 * “Other or undefined” status of the mailbox or the system (RFC 3463 §3.3, §3.4): reporters use it for what was not a reply to RCPT, and
 * servers with readers' filters use it with the words for a missing reader.
 */
const isUndefined = /\.[23]\.0$/

/** A host that never accepts e-mail (RFC 7504 §3, with 521). */
function takesNoMail(code: number, status: string, words: string): boolean {
  if (code >= 500 && status === '5.4.4' && words.includes('name service error')) return true
  return (
    code >= 500 && status === '5.3.2' && (code === 521 || words.includes('not accepting network messages'))
  )
}

function reasonOf({ blame }: Verdict, code: number, status: string, words: string): BounceReason {
  if (blame === 'address') return addressReason(code, status, words)
  return blame === 'us' ? ourReason(status, words) : otherReason(status, words)
}

function addressReason(code: number, status: string, words: string): BounceReason {
  if (suspended.test(words) || inactive.test(words)) return 'suspended'
  if (status.endsWith('.1.6') || moved.test(words)) return 'moved'
  if (/\.(?:1\.2|4\.4)$/.test(status) || code === 556 || noDomain.test(words)) return 'domain-gone'
  return status.endsWith('.2.1') && !unknownRecipient.test(words) ? 'suspended' : 'no-such-address'
}

/** Exchange has statuses of its own for limits per hour. */
const isTooFast = (status: string, words: string): boolean =>
  /\.2\.12[12]$/.test(status) || tooFast.test(words)

function ourReason(status: string, words: string): BounceReason {
  if (suspended.test(words) && !aboutSender.test(words)) return 'suspended'
  if (/\.(?:2\.3|3\.4)$/.test(status) || size.test(words)) return 'size'
  if (relayRefused.test(words)) return 'relay-refused'
  if (/\.7\.(?:2\d|509|515)$/.test(status) || authentication.test(words)) return 'authentication'
  if (spam.test(words)) return 'spam'
  if (reputation.test(words)) return 'reputation'
  if (isTooFast(status, words)) return 'rate'
  return /\.1\.[78]$/.test(status) || aboutSender.test(words) ? 'sender' : 'policy'
}

function otherReason(status: string, words: string): BounceReason {
  if (status.endsWith('.2.2') || full.test(words)) return 'mailbox-full'
  if (status.endsWith('.4.7') || expired.test(words)) return 'expired'
  if (/\.4\.\d+$/.test(status) || noRoute.test(words)) return 'network'
  if (suspended.test(words)) return 'suspended'
  if (isTooFast(status, words)) return 'rate'
  if (/\.(?:2\.3|3\.4)$/.test(status) || size.test(words)) return 'size'
  return /\.3\.\d+$/.test(status) ||
    /\b(?:temporar|unavailable|not available|server error|(?:system|configuration) (?:error|fail|problem|busy|resources))/.test(
      words,
    )
    ? 'server-fault'
    : 'unknown'
}
