import type { Context } from '../../context.ts'

/** New readers that a relay accepts at once without harm to its reputation. */
const fewest = 2_000
/** The same, as a multiple of what it has sent lately. */
const growth = 4
const editionsSeen = 10
const lately = Temporal.Duration.from({ hours: 24 * 30 })

/** Whether this many new readers are far more than the relay has sent e-mail to lately, and no warm-up is open: then one is advisable. */
export async function isWarmUpAdvisable(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  added: number,
): Promise<boolean> {
  if (added < fewest || (await store.warmUps.open())) return false
  const since = clock.now().subtract(lately)
  let most = 0
  for (const { id } of await store.digests.list())
    for (const { startedAt, totals } of await store.editions.newest(id, editionsSeen))
      if (startedAt && Temporal.Instant.compare(startedAt, since) >= 0)
        most = Math.max(most, totals?.sent ?? 0)
  return added > most * growth
}
