import { leftOut } from '../../../core/entities/imports/import-counts.ts'
import { english } from '../../../core/said/sentence.ts'
import type { Imported } from '../../../services/imports/import-subscribers.ts'
import type { LeftOver } from '../../../services/imports/viewing/left-over.ts'
import { counted } from '../../kit/counted.ts'
import type { Shell } from '../../kit/context.ts'
import { exitCode } from '../../kit/exit-codes.ts'

/** Reports one row. */
export function reportRow(shell: Shell, file: string, { line, column, outcome, reason }: LeftOver): void {
  shell.say(`${file}:${line}: ${outcome === 'repeated' ? '' : `${column}: `}${english(reason)}`)
}

/** Reports how a list was read, where the list itself does not specify it. */
export function reportFile(shell: Shell, file: string, { facts }: Imported): void {
  const { encoding, service, caution, hasNames, firstLine } = facts
  if (hasNames && firstLine > 1)
    shell.say(`${file}:${firstLine}: names the columns; nothing above it is imported`)
  if (service !== null) shell.say(`${file} is an export of ${service}`)
  if (caution) shell.say(`${file}: ${english(caution)}`)
  if (encoding && encoding.name !== 'utf-8')
    shell.say(
      `${file} was read as ${encoding.name}${encoding.isGuess ? ', which is a guess: check the names, or save the list as UTF-8' : ''}`,
    )
}

/** Reports the result of an import, and sets the exit code. */
export function reportImport(
  shell: Shell,
  { id, counts, isOver, unconfirmed }: Imported,
  { rejects, dryRun }: { rejects: string | undefined; dryRun: boolean },
): void {
  const bad = leftOut(counts)
  const isAllowed = bad === 0 || rejects !== undefined
  const result = inWords(counts)
  if (id !== null) {
    shell.say(`${result}${bad > 0 && rejects !== undefined ? `; those are in ${rejects}` : ''}`)
    if (!isOver) shell.say(`import ${id} continues: \`daywire subscribers imports\` shows how far it has got`)
  } else if (isAllowed && unconfirmed && !dryRun) {
    shell.say(`nothing was imported: ${english(unconfirmed)}. To do it, add --confirm ${counts.removed}`)
    shell.finish(exitCode.failed)
    return
  } else if (isAllowed) {
    shell.say(`would import: ${result}`)
    if (unconfirmed) shell.say(`${english(unconfirmed)}: to import it, add --confirm ${counts.removed}`)
  } else
    shell.say(
      `nothing ${dryRun ? 'would be' : 'was'} imported: ${bad} of ${counted(counts.rows, 'row')} ${bad === 1 ? 'is' : 'are'} wrong; correct ${bad === 1 ? 'it' : 'them'}, or import the others with --rejects FILE`,
    )
  if (bad > 0) shell.finish(isAllowed ? exitCode.part : exitCode.failed)
}

export function inWords(counts: Imported['counts']): string {
  const again = counts.repeated > 0 ? ` (${counts.repeated} of them more than once in the list)` : ''
  const others = [
    [counts.updated, 'changed'],
    [counts.ended, 'no longer e-mailed'],
    [counts.removed, 'unsubscribed, as they are not in the list'],
  ].flatMap(([count, what]) => (Number(count) > 0 ? [`${count} ${what}`] : []))
  const known = `${counts.known} known before${again}`
  return `${[`${counts.added} new`, ...others, known].join(', ')}, ${leftOut(counts)} rejected of ${counted(counts.rows, 'row')}`
}
