import type { Rendition } from '../../core/entities/story.ts'
import type { Repositories } from '../../store/store.ts'
import type { Png } from './png.ts'
import type { ProfileSeed } from './read-profiles.ts'

/**
 * Writes profiles; each replaces its country's. If a seed has no flag, the country keeps its flag. Returns the countries whose profile has
 * changed.
 */
export async function putProfiles(
  tx: Repositories,
  seeds: ProfileSeed[],
  at: Temporal.Instant,
): Promise<string[]> {
  const changed: string[] = []
  const flags = new Map((await tx.newsroom.profiles()).map(({ country, flag }) => [country, flag]))
  for (const { profile, flag: png } of seeds) {
    const flag = png ? await keepFlag(tx, png, at) : (flags.get(profile.country) ?? null)
    if (await tx.newsroom.putProfile({ ...profile, flag })) changed.push(profile.country)
  }
  return changed
}

async function keepFlag(tx: Repositories, png: Png, at: Temporal.Instant): Promise<Rendition> {
  const hash = await tx.media.put({ ...png, type: 'image/png' }, at)
  return { src: `media/${hash}`, width: png.width, height: png.height }
}
