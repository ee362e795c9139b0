/** Whether a transaction of PostgreSQL was rolled back because it and another one waited for each other. */
export const isDeadlock = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '40P01'
