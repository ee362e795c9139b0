/** A QR code as the path of an SVG, `size` units wide and high; each run of dark modules is one move. */
export function qrCode(modules: readonly (readonly boolean[])[]): { size: number; dark: string } {
  const runs = modules.flatMap((row, y) =>
    row.flatMap((isDark, x) => {
      if (!isDark || row[x - 1]) return []
      const end = row.findIndex((one, at) => at > x && !one)
      return [`M${x} ${y}h${(end === -1 ? row.length : end) - x}v1H${x}z`]
    }),
  )
  return { size: modules.length, dark: runs.join('') }
}
