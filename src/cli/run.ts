import { join } from 'node:path'
import type { Command } from 'commander'
import { commandActor } from '../core/entities/actor.ts'
import type { Digest } from '../core/entities/newsroom.ts'
import { absolute, editionPath } from '../core/links.ts'
import { deliveryCounts } from '../services/sending/delivery/deliveries.ts'
import { foresee } from '../services/editions/viewing/preview/foresee.ts'
import { run, type EarlierReport, type RunReport } from '../services/editions/composing/run.ts'
import { pauseSaid, sendingPause } from '../services/sending/sending-pause.ts'
import { dateOption, dryRunFlag, jsonFlag, withExamples } from './kit/arguments.ts'
import { collectedTable, reportElsewhere } from './collect.ts'
import type { App, Shell } from './kit/context.ts'
import { exitCode } from './kit/exit-codes.ts'
import {
  advice,
  countsInWords,
  editionName,
  editionArguments,
  exitCodeFor,
  finishWith,
  sendOrExplain,
  stopHints,
  type Counts,
} from './kit/outcome.ts'
import { table } from './kit/table.ts'
import { withDigest } from './kit/with-app.ts'
import { english } from '../core/said/sentence.ts'
import { withHint } from './kit/hints.ts'

interface Options {
  date?: Temporal.PlainDate
  dryRun?: boolean
  json?: boolean
}

/** `run`: one digest, from collecting to delivering, at once. */
export function registerRun(program: Command, shell: Shell): void {
  const command = program
    .command('run')
    .description(
      "collect, compose, approve by the digest's rule, and send today's edition of a digest, at once",
    )
    .argument('[digest]', 'the digest, if there are several')
    .addOption(dateOption('run as of that local date'))
    .addOption(dryRunFlag())
    .addOption(jsonFlag())
    .action((key: string | undefined, { date, dryRun, json }: Options) =>
      withDigest(shell, { key, date }, async (app, digest) => {
        if (dryRun) {
          const foreseen = await foresee(app.context, digest)
          if (json) shell.json(foreseen)
          else for (const step of foreseen.steps) shell.print(step)
        } else await runNow(shell, app, digest, json ?? false)
      }),
    )
  withExamples(command, 'daywire run', 'daywire run daily --date 2026-11-23', 'daywire run daily --dry-run')
}

async function runNow(shell: Shell, app: App, digest: Digest, json: boolean): Promise<void> {
  const report = await sendOrExplain(shell, `daywire run ${digest.key}`, () =>
    run(app.context, digest, commandActor, shell.signal),
  )
  const counts = await deliveryCounts(app.context, report.edition)
  const look = whereToLook(app, report)
  if (json) shell.json({ ...summary(report), deliveries: counts, look })
  else printReport(shell, report, counts, look)
  shell.say(withHint(report.says))
  if (report.outcome === 'stopped') for (const hint of stopHints(digest.key, report.edition)) shell.say(hint)
  const unread = report.sources.filter(({ outcome }) => outcome === 'unread').map(({ source }) => source)
  if (unread.length > 0)
    shell.say(
      `not read before collecting ended: ${unread.join(', ')}; the edition uses the stories that were there`,
    )
  reportElsewhere(shell, report.sources)
  const nextTry = report.delivered?.nextDue ?? null
  for (const line of advice(digest.key, report.edition, counts, nextTry)) shell.say(line)
  for (const earlier of report.earlier) shell.say(earlierInWords(digest, earlier))
  const paused = report.outcome === 'open' ? await sendingPause(app.context) : null
  if (paused !== null)
    shell.say(`sending is paused: ${english(pauseSaid(paused))}; daywire resume resumes it`)
  await finishWith(shell, app.context, report.edition, codeFor(report, counts, paused !== null))
}

/** Failures of earlier runs do not count: a rerun exits with 0, unless deliveries are unknown, which wait for a person. */
function codeFor({ outcome, earlier }: RunReport, counts: Counts, isPaused: boolean): number {
  if (outcome === 'awaiting-approval' || outcome === 'stopped' || isPaused) return exitCode.later
  if (earlier.some(({ open, failed }) => open + failed > 0)) return exitCode.part
  if (outcome === 'nothing-to-do' || outcome === 'skipped')
    return counts.unknown ? exitCode.part : exitCode.done
  return outcome === 'open' ? exitCode.part : exitCodeFor(counts)
}

function earlierInWords({ key }: Digest, { edition, sent, failed, open, nextDue }: EarlierReport): string {
  const next = nextDue ? `, the next attempt at ${nextDue.toString({ smallestUnit: 'second' })}` : ''
  const rest = open > 0 ? `, ${open} still wait${next}` : ''
  const reasons =
    failed > 0 ? `: daywire deliveries list ${editionArguments(key, edition)} --status failed` : ''
  return `of ${editionName(key, edition)}, ${sent} more were sent, ${failed} failed or were given up${rest}${reasons}`
}

function whereToLook({ context, mailboxFolder }: App, { digest, edition }: RunReport): string[] {
  const isPublic = edition.status === 'sending' || edition.status === 'sent'
  const path = editionPath({ ...edition, key: digest.key })
  return [
    ...(isPublic ? [absolute(context.settings.publicUrl, path)] : []),
    ...(isPublic && context.settings.embeddedMailbox ? [join(mailboxFolder)] : []),
  ]
}

const newStories = ({ sources }: RunReport) => sources.reduce((sum, source) => sum + source.fresh, 0)

function summary(report: RunReport) {
  const { digest, edition, outcome, says, sources, timings } = report
  const { date, status, subject } = edition
  return {
    digest: digest.key,
    date: date.toString(),
    status,
    outcome,
    message: withHint(says),
    subject,
    sources,
    newStories: newStories(report),
    variants: report.delivered?.variants ?? 0,
    nextTry: report.delivered?.nextDue ?? null,
    earlier: report.earlier.map(({ edition: { date: of, number }, ...rest }) => ({
      date: of.toString(),
      number,
      ...rest,
    })),
    timings,
  }
}

function printReport(shell: Shell, report: RunReport, counts: Counts, look: string[]): void {
  const { sources, edition, timings } = report
  if (sources.length > 0) shell.print(`${collectedTable(sources)}\n`)
  const failed = sources.filter((source) => source.outcome === 'failed').length
  const rows: [string, string | number][] = [
    ['sources', `${sources.length}${failed > 0 ? `, ${failed} failed` : ''}`],
    ['new stories', String(newStories(report))],
    ['edition', `${edition.date.toString()} ${edition.status}`],
    ...(edition.subject === null ? [] : [['subject', edition.subject] as [string, string]]),
    ['deliveries', countsInWords(counts)],
    ...timings.map(({ step, ms }): [string, string] => [step, `${ms} ms`]),
    ...look.map((place): [string, string] => ['look at', place]),
  ]
  shell.print(table(['step', 'result'], rows))
}
