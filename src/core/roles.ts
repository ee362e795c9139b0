/** What a process does: everything, only the pages, or only the background work. */
export const roles = ['all', 'web', 'worker'] as const

export type Role = (typeof roles)[number]
