/** The rooms of the desk that there are, in the order of their entries. */
const places = ['today', 'editions', 'stories', 'sources', 'readers'] as const

export type Place = (typeof places)[number]

export interface Entry {
  place: Place
  isHere: boolean
  /** What waits there for a person; 0 shows none. */
  count: number
}

/** The entries for somebody, who may not look at readers where that is not their work. */
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
