export interface ProcessTables {
  /** Leases that one process at a time can have; the fence rises whenever another takes it. */
  leases: { name: string; worker: string; lease_until: number; fence: number }
}
