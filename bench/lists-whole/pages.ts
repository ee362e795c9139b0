import { setTimeout as timer } from 'node:timers/promises'
import type { Browser } from './browser.ts'

/** What the page of an import shows. */
export interface ShownImport {
  /** One of `importStates`. */
  state: string
  /** Percent, while it is running. */
  share: number
  /** Rows of each kind, such as `added`. */
  counts: Record<string, number>
}

const numberIn = (text: string | null | undefined): number => Number((text ?? '').replaceAll(',', ''))

export function shownImport({ document }: Browser): ShownImport {
  const state = document.querySelector('[role=status]')?.className.replace('import-', '') ?? ''
  const counts = [...document.querySelectorAll('.import-counts > div[class]')].map((one) => [
    one.className.replace('count-', ''),
    numberIn(one.querySelector('dt')?.textContent),
  ])
  const share = numberIn(document.querySelector('progress')?.getAttribute('value'))
  return { state, share, counts: Object.fromEntries(counts) as Record<string, number> }
}

/**
 * Uploads a list, confirms that its people have consented and that broken rows are left out, and has it checked; returns the URL of its
 * page.
 */
export async function uploadAndCheck(browser: Browser, file: string): Promise<string> {
  await browser.open('/desk/readers/import')
  await browser.upload('/desk/readers/import', 'list', file)
  const address = browser.at.pathname
  await browser.send('/plan', { mode: 'add', basis: 'proof', proof: 'generated', takesRejects: 'yes' })
  return address
}

/** Polls the page of an import, as the page itself does while it is running, until a condition holds. */
export async function until(
  browser: Browser,
  address: string,
  isSoFar: (one: ShownImport) => boolean,
): Promise<ShownImport> {
  for (;;) {
    await browser.open(`${address}/now`)
    const one = shownImport(browser)
    if (isSoFar(one)) return one
    if (one.state === 'failed')
      throw new Error(browser.document.querySelector('.wrong')?.textContent ?? 'failed')
    await timer(200)
  }
}

/** Searches the readers, and reads all pages; returns their addresses, in the order of the list, and the number that the page shows. */
export async function searched(
  browser: Browser,
  query: Record<string, string>,
): Promise<{ emails: string[]; count: string }> {
  const emails: string[] = []
  await browser.open(`/desk/readers?${new URLSearchParams(query).toString()}`)
  const count = browser.document.querySelector('.found-count')?.textContent ?? ''
  for (;;) {
    const { document } = browser
    emails.push(...[...document.querySelectorAll('a[data-open]')].map((one) => one.textContent ?? ''))
    const next = document.querySelector('a[rel=next]')?.getAttribute('href')
    if (!next) return { emails, count }
    await browser.open(next)
  }
}
