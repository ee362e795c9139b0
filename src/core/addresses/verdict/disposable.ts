import { createRequire } from 'node:module'
import type mailchecker from 'mailchecker'

/** Services that hide the address of a reachable person; the list includes them, but they are not disposable. */
const relays: ReadonlySet<string> = new Set(
  'duck.com mozmail.com relay.firefox.com passmail.net passmail.com passinbox.com simplelogin.com simplelogin.co slmail.me slmails.com aleeas.com 8alias.com dralias.com anonaddy.com anonaddy.me addy.io erine.email opayq.com hush.com'.split(
    ' ',
  ),
)

let known: ReadonlySet<string> | null = null

/** The list is a megabyte, so it is loaded on first use. */
function listed(): ReadonlySet<string> {
  if (known) return known
  const { blacklist } = createRequire(import.meta.url)('mailchecker') as typeof mailchecker
  known = blacklist()
  return known
}

/** Whether a domain, or a parent of it, provides disposable addresses. */
export function isDisposable(domain: string): boolean {
  const labels = domain.split('.')
  const names = labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'))
  return !names.some((name) => relays.has(name)) && names.some((name) => listed().has(name))
}
