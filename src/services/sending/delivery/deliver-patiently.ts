import { AppError } from '../../../core/errors.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { DeliverDeps } from '../../context.ts'
import { deliver, type Delivered } from './deliver.ts'
import { waitForDue } from './wait-for-due.ts'

/** How long a command waits for the next e-mail: at least a first backoff, and the first pause of a domain. */
const patience = { longest: 75_000, gather: 5_000 }

/**
 * Sends what is due of some editions, one after the other, and what becomes due within about a minute of each other. It is for a command,
 * because nothing may run after it. Returns the result of each, in order. Throws as `deliver` does, after all have been tried.
 */
export async function deliverPatiently(
  context: DeliverDeps,
  editions: readonly Edition[],
  signal: AbortSignal = new AbortController().signal,
): Promise<Delivered[]> {
  const results = new Map<number, Delivered>()
  let open = [...editions]
  do {
    let fault: AppError | null = null
    for (const edition of open) {
      try {
        const before = results.get(edition.id)?.variants ?? 0
        const delivered = await deliver(context, edition, signal)
        results.set(edition.id, { ...delivered, variants: Math.max(before, delivered.variants) })
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        fault ??= error
      }
    }
    // Even without a server, expired e-mails have been given up by now.
    if (fault) throw fault
    open = open.filter(({ id }) => !results.get(id)?.closed)
  } while (
    !signal.aborted &&
    (await waitForDue(
      context,
      open.map(({ id }) => id),
      patience,
      signal,
    ))
  )
  return editions.flatMap(({ id }) => results.get(id) ?? [])
}
