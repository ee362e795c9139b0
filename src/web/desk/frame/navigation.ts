/** The rooms of the desk that there are, in the order of their entries. */
const places = ['today', 'editions', 'stories', 'sources'] as const

export type Place = (typeof places)[number]

export interface Entry {
  place: Place
  isHere: boolean
  /** What waits there for a person; 0 shows none. */
  count: number
}

export function navigation(here: Place | 'account' | null, failingSources: number): Entry[] {
  return places.map((place) => ({
    place,
    isHere: place === here,
    count: place === 'sources' ? failingSources : 0,
  }))
}
