import type { PgBoss } from 'pg-boss'

/** Opens pg-boss over the store's own connections: whoever only sends jobs needs no others. */
export type OpenBoss = () => Promise<PgBoss>
