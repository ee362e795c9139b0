import { AppError } from '../../core/errors.ts'
import type { Profile } from '../../core/entities/newsroom.ts'
import type { Repositories } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { isOverdue } from './overdue-review.ts'
import { said } from '../../core/said/said.ts'

export interface ListedProfile {
  country: string
  name: string
  /** Local date of the last review, as ISO text. */
  reviewed: string
  /** The last review is more than a year old. */
  overdue: boolean
  words: number
  hasFlag: boolean
  link: string
}

/** Every country profile, by the country's code. */
export async function listProfiles({
  store,
  clock,
}: Pick<Context, 'store' | 'clock'>): Promise<ListedProfile[]> {
  const now = clock.now()
  return (await store.newsroom.profiles()).map((profile) => ({
    country: profile.country,
    name: profile.name,
    reviewed: profile.reviewed,
    overdue: isOverdue(profile, now),
    words: profile.overview.split(/\s+/).length,
    hasFlag: profile.flag !== null,
    link: profile.link,
  }))
}

/** The profile of a country, by its code in any case; throws `not-found` with the existing ones. */
export async function requireProfile(
  { store }: { store: Pick<Repositories, 'newsroom'> },
  country: string,
): Promise<Profile> {
  const profiles = await store.newsroom.profiles()
  const found = profiles.find((profile) => profile.country === country.toUpperCase())
  if (found) return found
  const known = profiles.map((profile) => profile.country)
  throw new AppError(
    'not-found',
    known.length === 0 ? said('profile-none', { country }) : said('profile-unknown', { country, known }),
  )
}
