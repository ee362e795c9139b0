import { join } from 'node:path'
import type { RunReport } from '../../services/editions/composing/run.ts'
import type { Shell } from '../kit/context.ts'
import { countsInWords } from '../kit/outcome.ts'
import { table } from '../kit/table.ts'

/** Mails written for looking at: their folder under the data folder, and by digest their names without endings. */
export interface WrittenMails {
  folder: string
  names: Map<string, string[]>
}

/** Shows what a demo run did, and where to look. */
export function printReport(
  shell: Shell,
  reports: RunReport[],
  { folder, names }: WrittenMails,
  data: string,
): void {
  for (const report of reports) {
    if (report.sources.length > 0) shell.print(`\n${sourcesTable(report)}`)
    if (report.delivered) shell.print(`\n${summaryTable(report)}`)
    shell.print(`\n${report.message}`)
  }
  if (reports.every(({ outcome }) => outcome === 'nothing-to-do' || outcome === 'skipped'))
    shell.print(
      '`npm run demo -- --fresh` makes the newsroom anew; `--date YYYY-MM-DD` with a later date runs another day, with an update and a correction.',
    )
  if (names.size > 0) {
    shell.print(`\nEach mail as .eml (the very bytes), .html and .txt: ${join(data, folder)}`)
    shell.print('Open first:')
    for (const [digest, [first]] of names)
      if (first !== undefined) shell.print(`  ${digest}: ${join(data, folder, `${first}.html`)}`)
  }
  shell.print(`\nThe service on this very data, with pages and mailbox:`)
  shell.print(
    `  DAYWIRE_DATA=${data} DAYWIRE_DATABASE_URL=sqlite:${join(data, 'daywire.db')} DAYWIRE_LOOPBACK_SOURCES=1 npm start`,
  )
}

function sourcesTable({ sources }: RunReport): string {
  return table(
    ['source', 'outcome', 'found', 'new', 'note'],
    sources.map((s) => [s.source, s.outcome, s.found, s.fresh, (s.notes[0] ?? '').slice(0, 60)]),
  )
}

function summaryTable({ sources, delivered, timings }: RunReport): string {
  const found = sources.reduce((sum, source) => sum + source.fresh, 0)
  const rows: (string | number)[][] = [
    ...(sources.length > 0
      ? [
          ['sources', `${sources.length}, ${sources.filter((s) => s.outcome === 'failed').length} failed`],
          ['stories', `${found} collected`],
        ]
      : []),
    ['variants', String(delivered?.variants ?? 0)],
    ['deliveries', countsInWords(delivered?.counts ?? {})],
    ...timings.map(({ step, ms }) => [step, `${ms} ms`]),
  ]
  return table(['what', 'result'], rows)
}
