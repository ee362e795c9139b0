/** The entries of the desk's navigation, in their order. */
const places = ['today', 'editions', 'stories', 'sources', 'readers'] as const

export type Place = (typeof places)[number]

export interface Entry {
  place: Place
  isHere: boolean
  /** The number of things there that wait for a person; 0 shows none. */
  count: number
}

/** The entries for an account; that of readers only if it may view them. */
export function navigation(
  here: Place | 'account' | null,
  { failingSources, seesReaders }: { failingSources: number; seesReaders: boolean },
): Entry[] {
  return places
    .filter((place) => place !== 'readers' || seesReaders)
    .map((place) => ({
      place,
      isHere: place === here,
      count: place === 'sources' ? failingSources : 0,
    }))
}
