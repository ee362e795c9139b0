import type { ListFacts } from '../../../core/entities/imports/list-facts.ts'
import type { Words } from '../../../wording/wording.ts'

const delimiterNames: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab' }

/** How a list was read, in sentences: the type of file, its encoding, and the service that exported it. */
export function listedAs(
  say: Words['say'],
  { kind, encoding, delimiter, service, sheet, hasNames, firstLine }: ListFacts,
): string[] {
  const said = [
    kind === 'xlsx'
      ? say('import-read-sheet', { sheet: sheet ?? '' })
      : say(`import-read-by-${delimiterNames[delimiter ?? ''] ?? 'other'}`, {
          encoding: encoding?.name.toUpperCase() ?? '',
        }),
  ]
  if (encoding?.isGuess) said.push(say('import-read-guess'))
  if (service !== null) said.push(say('import-read-service', { service }))
  if (hasNames && firstLine > 1) said.push(say('import-read-names', { line: firstLine }))
  if (!hasNames) said.push(say('import-read-nameless'))
  return said
}
