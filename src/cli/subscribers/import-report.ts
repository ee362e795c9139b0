import type { Imported } from '../../services/subscribers/import-subscribers.ts'
import { english } from '../../core/said/sentence.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { exitCode } from '../kit/exit-codes.ts'

/** Says what became of a list, row by row where a row needs a look, and sets the exit code. */
export function reportImport(
  shell: Shell,
  file: string,
  imported: Imported,
  { rejects, dryRun }: { rejects: string | undefined; dryRun: boolean },
): void {
  const { rows, added, known, repeated, rejected, written, encoding } = imported
  if (encoding && encoding.name !== 'utf-8')
    shell.say(
      `${file} was read as ${encoding.name}${encoding.isGuess ? ', which is a guess: check the names, or save the list as UTF-8' : ''}`,
    )
  for (const { row, column, reason } of rejected)
    shell.say(`${file}:${row.line}: ${column}: ${english(reason)}`)
  for (const { line, of } of repeated) shell.say(`${file}:${line}: repeats line ${of}`)
  const again = repeated.length > 0 ? ` (${repeated.length} of them twice in the list)` : ''
  const counts = `${added} new, ${known} known before${again}, ${rejected.length} rejected of ${counted(rows, 'row')}`
  const isAllowed = rejected.length === 0 || rejects !== undefined
  if (written)
    shell.say(`${counts}${rejected.length > 0 && rejects !== undefined ? `; those are in ${rejects}` : ''}`)
  else if (isAllowed) shell.say(`would import: ${counts}`)
  else
    shell.say(
      `nothing ${dryRun ? 'would be' : 'was'} imported: ${rejected.length} of ${counted(rows, 'row')} ${rejected.length === 1 ? 'is' : 'are'} wrong; correct ${rejected.length === 1 ? 'it' : 'them'}, or import the others with --rejects FILE`,
    )
  if (rejected.length > 0) shell.finish(isAllowed ? exitCode.part : exitCode.failed)
}
