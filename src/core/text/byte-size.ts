const units = ['KB', 'MB', 'GB', 'TB'] as const

/** A number of bytes for display, in powers of 1,024: `0 KB`, `1.5 GB`, `310 MB`. */
export function byteSize(bytes: number): string {
  let size = bytes / 1024
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1024
    unit += 1
  }
  const isShort = size > 0 && size < 10
  return `${isShort ? Math.floor(size * 10) / 10 : Math.floor(size)} ${units[unit]}`
}
