import type { Context } from '../../context.ts'

/** What running an import needs. */
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
