/** What a volume that Daywire writes to has left, in bytes. */
export interface DiskSpace {
  /** A folder that lies on it, for people to find it by. */
  folder: string
  /** What a program may still write. */
  free: number
  /** Below so much free space, what can wait is not written. */
  floor: number
  /** `low`: below the floor. `full`: what is left is for what cannot wait. */
  state: 'ample' | 'low' | 'full'
  /** Space that is kept for what cannot wait; whether it is still whole. */
  reserve: { size: number; isHeld: boolean }
}
