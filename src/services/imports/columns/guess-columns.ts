import type { ImportField, ListColumns } from '../../../core/entities/imports/import-field.ts'
import type { ListedStatus } from '../../../core/entities/imports/list-facts.ts'
import { said, type Said } from '../../../core/said/said.ts'
import { listServices, type ListService } from './services.ts'
import { foldedName, usualField } from './usual-names.ts'

/** What the columns of a list seem to hold. */
export interface Guess {
  /** The service that wrote it; null where it is not known. */
  service: ListService['name'] | null
  /** What all of its people are, where the list says so as a whole. */
  everyone: ListedStatus | null
  /** What the service's export does not say of its people; null where it says all, or its service is not known. */
  caution: Said | null
  guessed: ListColumns
}

/**
 * Guesses what the columns of a list hold: by the service whose export it is, else by their usual names, the first
 * column of each. `addressAt` is the column of addresses, where none has a usual name; -1 where there is none.
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

/** Mailchimp's users name these columns, in any language. */
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
    // A name in one column would replace the name in two.
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

/** What a file of rejects says of its rows; such a file comes back once it is corrected. */
const reported = ['line', 'column', 'reason']

const isReport = (folded: readonly string[], at: number): boolean =>
  at < reported.length && reported.every((name, index) => folded[index] === name)

/** What an export of this program says of readers and no list sets. */
const exported: ReadonlySet<string> = new Set(['pause-ends', 'since'])

/** The names of the columns that nothing is taken from, though they may hold something that was meant to be. */
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

/** The same for lists whose columns have the same names in the same order. */
export const headerSignature = (header: readonly string[]): string =>
  JSON.stringify(header.map((name) => name.trim().toLowerCase()))
