export interface ProcessTables {
  /** What one process at a time holds; the fence rises whenever another takes it. */
  leases: { name: string; worker: string; lease_until: number; fence: number }
}
