import type { ReportedRecipient } from '../../core/entities/feedback/report.ts'
import { readReason } from '../../core/smtp/refusal-reason.ts'
import { oneLine } from '../../core/text/text.ts'

/** What a report says of a recipient, before it is judged. */
export interface QuotedReply {
  address: string
  /** As the report gives it apart from the words; '' where it does not. */
  status: string
  /** The words of the server, or of the report where it quotes none. */
  words: string
  /** All of the notice, which may say what a server answered to. */
  notice: string
  delayed: boolean
}

const longestWords = 2000
const longestShown = 500

const codes = /(?<![\w./[-]|\d:)([45]\d\d)(?=[\s:,-]|$)/
const statuses = /(?<![\w.])([245]\.[0-7]\.\d{1,3})(?![\w.]*\.\d|\w)/g

/** Judges what a report quotes, by the same rules as a reply that we get ourselves. */
export function judged({ address, status, words, notice, delayed }: QuotedReply): ReportedRecipient {
  const says = oneLine(words.slice(0, longestWords))
  const code = codes.exec(says)
  // From the code on, it is the server that speaks.
  const told = code ? says.slice(code.index) : says
  const best = statusOf(told, says, status)
  const number = numberOf(code?.[1] ?? '', best, delayed)
  const { reason, hard } = readReason({
    code: number,
    status: best,
    words: withoutCode(told),
    quoted: code !== null,
    toRcpt: rcpt.test(`${words}\n${notice}`),
  })
  return {
    address,
    status: best,
    reply: code?.[1] ?? '',
    reason: delayed && reason === 'unknown' ? 'expired' : reason,
    hard: hard && !delayed,
    delayed,
    says: told.slice(0, longestShown),
  }
}

/** What the server itself said counts before what the reporter made of it, and something before nothing. */
function statusOf(told: string, says: string, reported: string): string {
  const own = [told, says].flatMap((text) => [...text.matchAll(statuses)].map(([, status = '']) => status))
  return own.find((status) => !/^\d\.0\.0$/.test(status)) ?? (reported || own[0] || '')
}

function numberOf(code: string, status: string, delayed: boolean): number {
  if (code !== '') return Number(code)
  if (status !== '') return status.startsWith('4') ? 450 : 550
  return delayed ? 450 : 550
}

const rcpt = /\brcpt[ _]to\b/i

const withoutCode = (told: string): string => told.replace(/^[45]\d\d[ -]?/, '')
