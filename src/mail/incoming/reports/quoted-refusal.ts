import type { BounceReason, ReportedRecipient } from '../../../core/entities/feedback/report.ts'
import { readReason, type QuotedRefusal } from '../../../core/smtp/refusal-reason.ts'
import { oneLine } from '../../../core/text/text.ts'

/** A report about a recipient, before it is judged. */
export interface QuotedReply {
  address: string
  /** As given by the report itself; '' if it is not. */
  status: string
  /** The server's words, or the report's if it quotes none. */
  words: string
  /** The whole notice, which may say to which command the server replied. */
  notice: string
  delayed: boolean
}

const longestWords = 2000
const longestShown = 500
const mostParagraphs = 20

const codes = /(?<![\w./[-]|\d:)([45]\d\d)(?=[\s:,-]|$)/
const statuses = /(?<![\w.])([245]\.[0-7]\.\d{1,3})(?![\w.]*\.\d|\w)/g

/** Judges a quoted reply by the same rules as a reply that we receive. */
export function judged({ address, status, words, notice, delayed }: QuotedReply): ReportedRecipient {
  const says = oneLine(withoutDetails(words.slice(0, longestWords)))
  const code = codes.exec(says)
  // The server's own words begin with the code.
  const stated = code ? says.slice(code.index) : says
  const best = statusOf(stated, says, status)
  const number = numberOf(code?.[1] ?? '', best, delayed)
  const judge = (text: string) =>
    readReason({
      code: number,
      status: best,
      words: text.replaceAll(address, ' recipient '),
      quoted: code !== null,
      stage: stageOf(words) ?? stageOf(notice),
    })
  const { reason, hard } = code ? judge(withoutCode(stated)) : firstReason(words, judge)
  return {
    address,
    status: best,
    reply: code?.[1] ?? '',
    reason: delayed && reason === 'unknown' ? 'expired' : reason,
    hard: hard && !delayed,
    delayed,
    says: stated.slice(0, longestShown),
  }
}

/** Some reporters append the e-mail's header, which also mentions senders. */
function withoutDetails(words: string): string {
  const at = words.search(/\n[ \t]{0,20}(?:message details|mail from|subject)\s?:/i)
  return at === -1 ? words : words.slice(0, at)
}

/** A reporter's reason precedes what it adds in later paragraphs. */
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

/** The server's status takes precedence over the reporter's, and a specific one over a general one. */
function statusOf(stated: string, says: string, reported: string): string {
  const own = [stated, says].flatMap((text) => [...text.matchAll(statuses)].map(([, status = '']) => status))
  return own.find((status) => !/^\d\.0\.0$/.test(status)) ?? (reported || own[0] || '')
}

function numberOf(code: string, status: string, delayed: boolean): number {
  if (code !== '') return Number(code)
  if (status !== '') return status.startsWith('4') ? 450 : 550
  return delayed ? 450 : 550
}

/** Reporters' words for the command that was refused; qmail has its own. */
const stages: [QuotedRefusal['stage'], RegExp][] = [
  ['body', /\bend of data\b|\bafter i sent the message\b/i],
  ['recipient', /\brcpt[ _]to\b|\b(?:after|reply to|for|smtp:) ?rcpt\b|\bdoes not like recipient\b/i],
  ['sender', /\b(?:reply to|after|for) mail from\b|\bdoes not like sender\b/i],
]

const stageOf = (text: string): QuotedRefusal['stage'] =>
  stages.find(([, pattern]) => pattern.test(text))?.[0] ?? null

const withoutCode = (stated: string): string => stated.replace(/^[45]\d\d[ -]?/, '')
