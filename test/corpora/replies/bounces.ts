import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { clip, oneLine } from '../../../src/core/text/text.ts'
import { halfOf, type Collection, type Judged } from './judged.ts'

interface Label {
  /** The code, if the report has a server's reply. */
  reply: string
  status: string
  reason: string
  hard: boolean
}

const nobodyThere = ['userunknown', 'hostunknown', 'hasmoved', 'notaccept']
/** Refused after DATA, or temporarily: many of these say that there is no such user. */
const open = ['filtered', 'suspend']
/** As the SMTP client truncates them. */
const longestReply = 500
const paced = ['speeding', 'toomanyconn', 'ratelimited']

/** Where a report's quotation of a server ends: at another command or reply, or the report's own text. */
const next = /\n[ \t]*(?:>>>|<<<|-----|[245]\d\d |Giving up)/

/** The replies in a report, each from its code on: those of its fields, or else those that its text quotes. */
function repliesIn(report: string, code: string): string[] {
  const text = report
    .replaceAll('\r', '')
    .replaceAll('=\n', '')
    .replace(/^>(?!>) ?/gm, '')
  const fields = [...text.matchAll(/^diagnostic-code:(.*(?:\n[ \t].*)*)/gim)].map(([, value = '']) => value)
  const passages = fields.length > 0 ? fields : text.split(/\n[ \t]*\n|\n(?=<[^<>\n]+>:)/)
  return passages
    .map((passage) => new RegExp(String.raw`(?:^|[\s;:>'])(${code}[ -][^]*)`).exec(passage)?.[1] ?? '')
    .filter((reply) => reply !== '')
    .map((reply) => clip(oneLine(fields.length > 0 ? reply : (reply.split(next)[0] ?? '')), longestReply))
}

function judged(file: string, { reply: code, status, reason, hard }: Label, reply: string): Judged {
  const isAsked = code === '421' || status.startsWith('4.7.') || paced.includes(reason)
  return {
    group: 'bounces',
    half: halfOf(file),
    source: `${file} ${reason}`,
    code: Number(code),
    reply,
    isAddress: open.includes(reason) ? null : hard && nobodyThere.includes(reason) && code.startsWith('5'),
    isSlower: code.startsWith('4') && isAsked,
  }
}

/** Replies quoted in the delivery reports of `folder`, with their entries in its `labels.json`. */
export function bouncedReplies(folder: string): Collection {
  const labels = JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')) as Record<string, Label[]>
  const replies: Judged[] = []
  let without = 0
  for (const [file, recipients] of Object.entries(labels)) {
    const report = readFileSync(join(folder, file), 'latin1')
    const taken = new Map<string, number>()
    for (const label of recipients) {
      const at = taken.get(label.reply) ?? 0
      taken.set(label.reply, at + 1)
      const reply = /^[45]\d\d$/.test(label.reply) ? repliesIn(report, label.reply)[at] : undefined
      if (reply === undefined) without += 1
      else replies.push(judged(file, label, reply))
    }
  }
  return {
    replies,
    left: `${without} recipients of the reports are left out: no reply of a server stands there`,
  }
}
