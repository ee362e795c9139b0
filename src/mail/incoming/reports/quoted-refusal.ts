import type { BounceReason, ReportedRecipient } from '../../../core/entities/feedback/report.ts'
import { readReason, type QuotedRefusal } from '../../../core/smtp/refusal-reason.ts'
import { oneLine } from '../../../core/text/text.ts'

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
const mostParagraphs = 20

const codes = /(?<![\w./[-]|\d:)([45]\d\d)(?=[\s:,-]|$)/
const statuses = /(?<![\w.])([245]\.[0-7]\.\d{1,3})(?![\w.]*\.\d|\w)/g

/** Judges what a report quotes, by the same rules as a reply that we get ourselves. */
export function judged({ address, status, words, notice, delayed }: QuotedReply): ReportedRecipient {
  const says = oneLine(withoutDetails(words.slice(0, longestWords)))
  const code = codes.exec(says)
  // From the code on, it is the server that speaks.
  const told = code ? says.slice(code.index) : says
  const best = statusOf(told, says, status)
  const number = numberOf(code?.[1] ?? '', best, delayed)
  const judge = (text: string) =>
    readReason({
      code: number,
      status: best,
      words: text.replaceAll(address, ' recipient '),
      quoted: code !== null,
      stage: stageOf(words) ?? stageOf(notice),
    })
  const { reason, hard } = code ? judge(withoutCode(told)) : firstReason(words, judge)
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

/** Some reporters list the mail's header after the reason, which speaks of senders too. */
function withoutDetails(words: string): string {
  const at = words.search(/\n[ \t]{0,20}(?:message details|mail from|subject)\s?:/i)
  return at === -1 ? words : words.slice(0, at)
}

/** What a reporter gives as the reason comes before what it adds in later paragraphs. */
function firstReason<T extends { reason: BounceReason }>(words: string, judge: (text: string) => T): T {
  const paragraphs = words
    .slice(0, longestWords)
    .split(/\n[ \t]*\r?\n/)
    .slice(0, mostParagraphs)
  const whole = judge(oneLine(words.slice(0, longestWords)))
  if (whole.reason === 'unknown') return whole
  return (
    paragraphs.map((paragraph) => judge(oneLine(paragraph))).find(({ reason }) => reason !== 'unknown') ??
    whole
  )
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

/** Words of reporters for what a server answered to; qmail has some of its own. */
const stages: [QuotedRefusal['stage'], RegExp][] = [
  ['body', /\bend of data\b|\bafter i sent the message\b/i],
  ['recipient', /\brcpt[ _]to\b|\b(?:after|reply to|for|smtp:) ?rcpt\b|\bdoes not like recipient\b/i],
  ['sender', /\b(?:reply to|after|for) mail from\b|\bdoes not like sender\b/i],
]

const stageOf = (text: string): QuotedRefusal['stage'] =>
  stages.find(([, pattern]) => pattern.test(text))?.[0] ?? null

const withoutCode = (told: string): string => told.replace(/^[45]\d\d[ -]?/, '')
