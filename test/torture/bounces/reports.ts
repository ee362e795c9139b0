import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FeedbackOutcome } from '../../../src/core/entities/feedback/feedback.ts'
import { complaint, notification } from '../../mail/incoming/support.ts'
import type { TortureReport } from './report.ts'

export const bounceAddress = 'bounce@wire.example.net'

type Make = (reader: string, path: string, otherPath: string) => Made
interface Made {
  bytes: Buffer | string
  envelope?: string
  outcome: FeedbackOutcome
  suppresses?: boolean
}

const failed = (reader: string, status: string, reply: string, action = 'failed') =>
  notification([
    `Final-Recipient: rfc822; ${reader}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${reply}`,
  ])
const gone = (reader: string) => failed(reader, '5.1.1', '550 5.1.1 User unknown')
const enclosing = (bytes: Buffer, path: string) =>
  bytes.toString().replace('Return-Path: <bounces@wire.example.org>', `Return-Path: <${path}>`)
const personalMail = (from: string, text: string, ...headers: string[]) =>
  [`From: ${from}`, 'Subject: Re: Today', ...headers, '', text].join('\r\n')

/** Fewer than a fifth are permanent, which would otherwise count as a mass failure. */
const kinds: Make[] = [
  (reader, path) => ({ bytes: enclosing(gone(reader), path), outcome: 'suppressed', suppresses: true }),
  (reader, path) => ({ bytes: gone(reader), envelope: path, outcome: 'suppressed', suppresses: true }),
  (reader, path) => ({
    bytes: complaint(['Feedback-Type: abuse', `Original-Mail-From: <${path}>`])
      .toString()
      .replace('To: reader@example.com', `To: ${reader}`),
    outcome: 'suppressed',
    suppresses: true,
  }),
  (reader, path) => ({
    bytes: enclosing(failed(reader, '4.2.2', '452 4.2.2 Mailbox full'), path),
    outcome: 'counted',
  }),
  (reader, path) => ({
    bytes: enclosing(failed(reader, '5.7.1', '554 5.7.1 Client host blocked using a blocklist'), path),
    outcome: 'ours',
  }),
  (reader, path) => ({
    bytes: complaint(['Feedback-Type: abuse', `Original-Rcpt-To: ${reader}`]),
    envelope: path,
    outcome: 'suppressed',
    suppresses: true,
  }),
  (reader, path) => ({
    bytes: personalMail(reader, 'I am away.', `To: ${path}`, 'Auto-Submitted: auto-replied'),
    outcome: 'noted',
  }),
  (reader, path) => ({
    bytes: personalMail(reader, 'She has left the company.', `To: ${path}`, 'Auto-Submitted: auto-replied'),
    outcome: 'hint',
  }),
  (reader, path) => ({
    bytes: enclosing(failed(reader, '4.4.1', '', 'delayed'), path),
    outcome: 'noted',
  }),
  (reader) => ({ bytes: gone(reader), outcome: 'unmatched' }),
  (reader, _, other) => ({ bytes: gone(reader), envelope: other, outcome: 'other-recipient' }),
  (reader) => ({ bytes: personalMail(reader, 'Thank you!'), outcome: 'reply' }),
  (reader, path) => ({ bytes: personalMail(reader, 'Please remove me.', `To: ${path}`), outcome: 'reply' }),
  (reader) => ({ bytes: personalMail(reader, 'News', 'List-Id: <talk.example.net>'), outcome: 'unmatched' }),
]

/** Real ones, if they are found beside the project; without our return path. */
const corpus = join(import.meta.dirname, '../../../../shared/corpora/bounces')
const real = existsSync(corpus)
  ? readdirSync(corpus)
      .filter((name) => name.endsWith('.eml'))
      .map((name) => readFileSync(join(corpus, name)))
  : []

/** Outcomes of a message that cannot be matched to an e-mail of ours: it suppresses nobody. */
const unproven: readonly FeedbackOutcome[] = ['unmatched', 'reply']

/** One for each reader; `pathOf` returns the return path of a reader's e-mail. */
export function reportsFor(readers: readonly number[], pathOf: (reader: number) => string): TortureReport[] {
  return readers.map((number, at) => {
    const reader = `reader${number}@example.org`
    const corpusFile = number % 20 >= kinds.length ? real[number % Math.max(1, real.length)] : undefined
    const make = kinds[number % 20] ?? kinds[9]
    const made: Made = corpusFile
      ? { bytes: corpusFile, outcome: 'unmatched' }
      : make!(reader, pathOf(number), pathOf(readers[(at + 1) % readers.length] ?? number))
    return {
      ...marked(number, made),
      envelope: made.envelope ?? null,
      outcomes: corpusFile ? unproven : [made.outcome],
      suppresses: made.suppresses === true ? reader : null,
    }
  })
}

/** With a unique Message-ID and mark. */
function marked(number: number, { bytes, envelope }: Made): { mark: string; bytes: Buffer } {
  const mark = `X-Report: ${number}`
  const text = Buffer.from(bytes).toString('latin1')
  const own = text.replace(/^Message-ID:.*\r?\n(?:[ \t].*\r?\n)*/im, '')
  const headers = [
    mark,
    `Message-ID: <report-${number}@reports.example.net>`,
    ...(envelope === undefined ? [] : [`Delivered-To: ${envelope}`]),
  ]
  return { mark, bytes: Buffer.from(`${headers.join('\r\n')}\r\n${own}`, 'latin1') }
}
