/**
 * How refusals of real servers are read, against the replies of two collections: `smtp-replies` (replies of servers, by code
 * and provider; labelled by hand in `labels/replies.json`, by the hash of the reply) and `bounces` (delivery reports; the
 * reason is in their `labels.json`). Rules may be tuned only on the half `tune`; `end` shows their quality.
 *
 *   node test/corpora/replies.ts [DIR] [--end]     (../shared/corpora by default; --end shows the misread of `end` too)
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readRefusal } from '../../src/core/smtp/smtp-reply.ts'
import { bouncedReplies } from './replies/bounces.ts'
import { listedReplies } from './replies/listed.ts'
import type { Judged } from './replies/judged.ts'

/** An address blamed wrongly loses a reader, one spared wrongly an e-mail. */
const bars = {
  address: { precision: 0.98, recall: 0.9 },
  'slower pace': { precision: 0.95, recall: 0.95 },
}
type Figure = keyof typeof bars

interface Count {
  hit: number
  alarm: number
  miss: number
}

const share = (part: number, rest: number): number => (part + rest === 0 ? 1 : part / (part + rest))

/** The result and the truth; null where the labels leave it open. */
function compared(figure: Figure, { code, reply, isAddress, isSlower }: Judged): [boolean, boolean | null] {
  const verdict = readRefusal(code, reply)
  return figure === 'address' ? [verdict.blame === 'address', isAddress] : [verdict.slowDown, isSlower]
}

function count(figure: Figure, replies: readonly Judged[], showsMisread: boolean): Count {
  const counted = { hit: 0, alarm: 0, miss: 0 }
  for (const reply of replies) {
    const [told, is] = compared(figure, reply)
    if (is === null || (!told && !is)) continue
    const kind = told && is ? 'hit' : told ? 'alarm' : 'miss'
    counted[kind] += 1
    if (kind !== 'hit' && showsMisread) console.log(`  ${figure}, ${kind}: ${reply.source}: ${reply.reply}`)
  }
  return counted
}

function row(name: string, figure: Figure, counted: Count, of: number): string {
  const [precision, recall] = [share(counted.hit, counted.alarm), share(counted.hit, counted.miss)]
  const whole = `${counted.hit} hits, ${counted.alarm} alarms, ${counted.miss} misses of ${of}`
  return `${name.padEnd(20)} ${figure.padEnd(12)} P ${precision.toFixed(3)}  R ${recall.toFixed(3)}  (${whole})`
}

function report(replies: readonly Judged[], showsEnd: boolean): void {
  const groups = new Map(
    [...new Set(replies.map(({ group }) => group)), 'tune', 'end'].map((name) => [
      name,
      replies.filter(({ group, half }) => group === name || half === name),
    ]),
  )
  for (const figure of ['address', 'slower pace'] as const) {
    for (const [name, own] of groups)
      console.log(
        row(name, figure, count(figure, own, name === 'tune' || (showsEnd && name === 'end')), own.length),
      )
    const all = count(figure, replies, false)
    console.log(row('all', figure, all, replies.length))
    const { precision, recall } = bars[figure]
    if (share(all.hit, all.alarm) >= precision && share(all.hit, all.miss) >= recall) continue
    console.error(`${figure}: below the bar of P ${precision}, R ${recall}`)
    process.exitCode = 1
  }
}

const args = process.argv.slice(2)
const root =
  args.find((each) => !each.startsWith('--')) ?? join(import.meta.dirname, '../../../shared/corpora')
if (existsSync(join(root, 'bounces/labels.json')) && existsSync(join(root, 'smtp-replies/data/codes'))) {
  const labels = readFileSync(join(import.meta.dirname, 'labels/replies.json'), 'utf8')
  const listed = listedReplies(join(root, 'smtp-replies/data/codes'), labels)
  const bounced = bouncedReplies(join(root, 'bounces'))
  for (const { left } of [listed, bounced]) if (left !== '') console.log(left)
  report([...listed.replies, ...bounced.replies], args.includes('--end'))
} else
  console.log(
    `There are no folders smtp-replies and bounces in ${root}: nothing compared. Give their folder as the argument.`,
  )
