/** What a process of the service does: everything, the pages alone, or the work behind them alone. */
export const roles = ['all', 'web', 'worker'] as const

export type Role = (typeof roles)[number]
