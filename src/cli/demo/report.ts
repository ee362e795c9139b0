import { join } from 'node:path'
import type { RunReport } from '../../services/editions/composing/run.ts'
import type { Shell } from '../kit/context.ts'
import { countsInWords } from '../kit/outcome.ts'
import { table } from '../kit/table.ts'
import { withHint } from '../kit/hints.ts'
import { english } from '../../core/said/sentence.ts'

/** E-mails written to be viewed: their folder, relative to the data folder, and their names without extensions, by digest. */
export interface WrittenMails {
  folder: string
  names: Map<string, string[]>
}

/** Prints what a demo run did, where to look, and after the first day how to run the second. */
export function printReport(
  shell: Pick<Shell, 'print'>,
  reports: RunReport[],
  { folder, names }: WrittenMails,
  data: string,
  isFirstDay: boolean,
): void {
  for (const report of reports) {
    if (report.sources.length > 0) shell.print(`\n${sourcesTable(report)}\n${brokenSource}`)
    if (report.delivered) shell.print(`\n${summaryTable(report)}`)
    shell.print(`\n${report.outcome === 'awaiting-approval' ? english(report.says) : withHint(report.says)}`)
  }
  if (reports.every(({ outcome }) => outcome === 'nothing-to-do' || outcome === 'skipped'))
    shell.print(
      `\`npm run demo -- --fresh\` creates the newsroom again; \`--date YYYY-MM-DD\` with a later date runs another day, ${isFirstDay ? 'with an update and a correction' : 'but the samples have news of two days only'}.`,
    )
  if (names.size > 0) {
    shell.print(
      `\nEach e-mail as .eml (exactly the bytes that were sent), .html and .txt: ${join(data, folder)}`,
    )
    shell.print('Open first:')
    for (const [digest, [first]] of names)
      if (first !== undefined) shell.print(`  ${digest}: ${join(data, folder, `${first}.html`)}`)
  }
  if (reports.some(({ outcome }) => outcome === 'awaiting-approval')) {
    shell.print(
      '\nNothing has been sent: sign in as the editor below, change an edition on the page Today, and approve it.',
    )
    return
  }
  shell.print('\nAn edition to change and approve by hand:\n  npm run demo -- --fresh --draft')
  const date = reports[0]?.edition.date
  if (isFirstDay && date)
    shell.print(
      `\nThe day after, with an update, a correction and a note from the editors:\n  npm run demo -- --date ${date.add({ days: 1 }).toString()}`,
    )
}

/** Prints how to view everything in a browser, and how to sign in there. */
export function printService(shell: Shell, data: string, links: { role: string; url: string }[]): void {
  shell.print(`\nThe service on this data, with pages and mailbox:`)
  shell.print(
    `  DAYWIRE_DATA=${data} DAYWIRE_DATABASE_URL=sqlite:${join(data, 'daywire.db')} DAYWIRE_LOOPBACK_SOURCES=1 npm start`,
  )
  if (links.length === 0)
    shell.print('Its sign-in links work only on this machine: unset DAYWIRE_PUBLIC_URL to get some.')
  else
    shell.print(
      'While it runs, each of these links signs you in once, without a password; `npm run demo` makes new ones:',
    )
  for (const { role, url } of links) shell.print(`  ${role}: ${url}`)
}

const brokenSource = 'Tolmera Telegraph is broken on purpose; the others do not wait for it.'

function sourcesTable({ sources }: RunReport): string {
  return table(
    ['source', 'outcome', 'found', 'new', 'note'],
    sources.map((s) => [
      s.source,
      s.outcome,
      s.found,
      s.fresh,
      english(s.notes[0] ?? '').split(/[;:,.] /)[0] ?? '',
    ]),
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
