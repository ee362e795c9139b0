import type { PgBoss } from 'pg-boss'

/** Opens pg-boss over the store's own connections: sending jobs needs no others. */
export type OpenBoss = () => Promise<PgBoss>
