import type { ImportField, ListColumns } from '../../../core/entities/imports/import-field.ts'
import type { ListedStatus } from '../../../core/entities/imports/list-facts.ts'
import { said, type Said } from '../../../core/said/said.ts'
import { listServices, type ListService } from './services.ts'
import { foldedName, usualField } from './usual-names.ts'

/** The guessed contents of a list's columns. */
export interface Guess {
  /** The service that wrote the list; null if unknown. */
  service: ListService['name'] | null
  /** The status of everybody in the list, if the list as a whole implies one. */
  everyone: ListedStatus | null
  /** What the service's export leaves out about its people; null if it leaves out nothing or the service is unknown. */
  caution: Said | null
  guessed: ListColumns
}

/**
 * Guesses the columns of a list: by the service whose export it is, otherwise by their usual names (the first match of each). If no column
 * has a usual name for addresses, `addressAt` is that column; -1 if there is none.
 */
export function guessColumns(header: readonly string[], fileName: string, addressAt: number): Guess {
  const folded = header.map(foldedName)
  const service = listServices.find(({ shapes }) =>
    shapes.some((shape) => shape.every((group) => group.some((name) => folded.includes(name)))),
  )
  if (!service)
    return {
      service: null,
      everyone: byFileName(fileName, usualFiles),
      caution: null,
      guessed: byUsualNames(header, folded, addressAt),
    }
  const column = Object.entries(service.everyoneByColumn ?? {}).find(([name]) => folded.includes(name))
  const everyone = column?.[1] ?? byFileName(fileName, service.everyoneByFile ?? {})
  const guessed = byService(service, header, folded, addressAt)
  const isStatusSaid = everyone !== null || guessed.includes('status')
  const unsaid = isStatusSaid ? null : said('list-status-unsaid', { service: service.name })
  return {
    service: service.name,
    everyone,
    caution: service.caution ?? unsaid,
    guessed,
  }
}

/** Users of Mailchimp name these columns themselves, in any language. */
const renamed: readonly ImportField[] = ['first_name', 'last_name', 'name']

function byService(
  service: ListService,
  header: readonly string[],
  folded: readonly string[],
  addressAt: number,
): ListColumns {
  const columns = folded.map((name) => service.columns[name] ?? null)
  if (!columns.includes('email') && addressAt >= 0) columns[addressAt] = 'email'
  for (const field of renamed) {
    // A full name in one column would overwrite a first and a last name.
    if (columns.includes(field) || (field === 'name' && columns.includes('first_name'))) continue
    const at = header.findIndex((name, place) => columns[place] === null && usualField(name) === field)
    if (at >= 0) columns[at] = field
  }
  return columns
}

function byUsualNames(header: readonly string[], folded: readonly string[], addressAt: number): ListColumns {
  const taken = new Set<ImportField>()
  const columns = header.map((name, at) => {
    const field = usualField(name)
    if (field === null || taken.has(field) || isReport(folded, at)) return null
    taken.add(field)
    return field
  })
  if (!taken.has('email') && addressAt >= 0) columns[addressAt] = 'email'
  return columns
}

/** The columns that a file of rejects adds; corrected, such a file is imported again. */
const reported = ['line', 'column', 'reason']

const isReport = (folded: readonly string[], at: number): boolean =>
  at < reported.length && reported.every((name, index) => folded[index] === name)

/** What our own export contains but an import does not set. */
const exported: ReadonlySet<string> = new Set(['pause-ends', 'since'])

/** The names of columns that are ignored although they may contain something that was meant to be imported. */
export function unreadColumns(header: readonly string[], columns: ListColumns): string[] {
  const folded = header.map(foldedName)
  return header.filter(
    (name, at) =>
      name !== '' &&
      (columns[at] ?? null) === null &&
      !isReport(folded, at) &&
      !exported.has(folded[at] ?? ''),
  )
}

const usualFiles = {
  unsubscribed: 'unsubscribed',
  nonsubscribed: 'pending',
  cleaned: 'suppressed',
  bounced: 'suppressed',
  suppress: 'suppressed',
} as const

function byFileName(fileName: string, files: Readonly<Record<string, ListedStatus>>): ListedStatus | null {
  const name = fileName.toLowerCase().replace(/^.*[/\\]/, '')
  return Object.entries(files).find(([start]) => name.startsWith(start))?.[1] ?? null
}

/** Equal for lists whose columns have the same names in the same order. */
export const headerSignature = (header: readonly string[]): string =>
  JSON.stringify(header.map((name) => name.trim().toLowerCase()))
