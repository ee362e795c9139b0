/** The space on a volume that Daywire writes to, in bytes. */
export interface DiskSpace {
  /** A folder on it, to identify it to people. */
  folder: string
  /** Bytes still available to programs. */
  free: number
  /** Below this much free space, what can wait is not written. */
  floor: number
  /** `low`: below the floor. `full`: the rest is for what cannot wait. */
  state: 'ample' | 'low' | 'full'
  /** The space reserved for what cannot wait, and whether it is still held. */
  reserve: { size: number; isHeld: boolean }
}
