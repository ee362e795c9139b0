import { importFields, type ListColumns } from '../../../core/entities/imports/import-field.ts'
import type { ListFacts } from '../../../core/entities/imports/list-facts.ts'
import { clip, oneLine } from '../../../core/text/text.ts'
import { refused, said, type Refused, type Said } from '../../../core/said/said.ts'
import { unreadColumns } from './guess-columns.ts'
import { foldedName } from './usual-names.ts'

/**
 * The columns of a list that nobody checks before it is imported: each name must be known and unique, unless the list is another service's
 * export or contains only addresses.
 */
export function ownColumns({
  header,
  hasNames,
  firstLine: line,
  service,
  guessed: columns,
}: ListFacts): { ok: true; columns: ListColumns } | Refused {
  const refuse = (why: Said) => refused('header-wrong', { line, why, known: importFields })
  if (!hasNames && header.length > 1) return refuse(said('header-has-address'))
  if (service !== null) return { ok: true, columns }
  const unread = unreadColumns(header, columns)
  const folded = header.map(foldedName)
  const twice = unread.find((name) => folded.indexOf(foldedName(name)) < folded.lastIndexOf(foldedName(name)))
  if (twice !== undefined) return refused('header-twice', { line, column: twice })
  if (unread.length > 0) return refuse(unknownColumns(unread))
  if (!columns.includes('email')) return refuse(said('header-without-email'))
  return { ok: true, columns }
}

function unknownColumns(names: readonly string[]): Said {
  const list = names.slice(0, 5).map((name) => `“${clip(oneLine(name), 40)}”`)
  const unknown = names.length > 5 ? said('list-and-more', { list, more: names.length - 5 }) : list
  return said('header-unknown-columns', { names: unknown })
}
