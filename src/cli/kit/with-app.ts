import { offsetClock } from '../../core/clock.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import { requireComposable, startOf } from '../../services/as-of.ts'
import { findDigest } from '../../services/newsroom/find-digest.ts'
import type { App, OpenOptions, Shell } from './context.ts'

/** Opens the app for some work and closes it afterwards, also on failure. */
export async function withApp<T>(
  shell: Shell,
  work: (app: App) => Promise<T>,
  options?: OpenOptions,
): Promise<T> {
  const app = await shell.open(options)
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}

/**
 * Opens the app for a digest, named or the only one. With a date its clock is set to that local date and runs; throws `conflict` for a date
 * before the newest edition with content.
 */
export async function withDigest<T>(
  shell: Shell,
  { key, date }: { key: string | undefined; date?: Temporal.PlainDate | undefined },
  work: (app: App, digest: Digest) => Promise<T>,
): Promise<T> {
  if (!date) return withApp(shell, async (app) => work(app, await findDigest(app.context, key ?? null)))
  // The digest's zone and hours, which set the clock, are in the store, so the app is opened once before.
  const start = await withApp(shell, async ({ context }) => {
    const digest = await findDigest(context, key ?? null)
    await requireComposable(context, digest, date)
    return startOf(digest.schedule, date)
  })
  const clock = offsetClock(shell.clock, start)
  return withApp(shell, async (app) => work(app, await findDigest(app.context, key ?? null)), { clock })
}
