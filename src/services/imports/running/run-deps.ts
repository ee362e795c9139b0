import type { Context } from '../../context.ts'

/** What bringing an import further takes. */
export type RunDeps = Pick<
  Context,
  | 'store'
  | 'clock'
  | 'settings'
  | 'decodeList'
  | 'linkKeys'
  | 'mail'
  | 'random'
  | 'events'
  | 'progress'
  | 'disk'
>
