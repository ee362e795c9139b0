import { createRequire } from 'node:module'
import type mailchecker from 'mailchecker'

/** Services that hide the address of somebody who can be reached are on that list, and are none. */
const relays: ReadonlySet<string> = new Set(['duck.com', 'mozmail.com'])

let known: ReadonlySet<string> | null = null

/** The list is a megabyte: it is read where it is first asked. */
function listed(): ReadonlySet<string> {
  if (known) return known
  const { blacklist } = createRequire(import.meta.url)('mailchecker') as typeof mailchecker
  known = blacklist()
  return known
}

/** Whether a domain, or one above it, gives disposable addresses. */
export function isDisposable(domain: string): boolean {
  if (relays.has(domain)) return false
  const labels = domain.split('.')
  return labels.slice(0, -1).some((_, at) => listed().has(labels.slice(at).join('.')))
}
