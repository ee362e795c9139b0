export const width = 1200
export const height = 675

/** A seeded generator of [0, 1): the same name draws the same picture (mulberry32 over FNV-1a). */
export function seeded(name: string): () => number {
  let state = 0x811c9dc5
  for (const char of name) state = Math.imul(state ^ char.charCodeAt(0), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export type Chance = () => number

const n = (value: number): string => value.toFixed(1)

/** A colour between two, `#RRGGBB`. */
export function mix(from: string, to: string, share: number): string {
  const part = (color: string, at: number): number => parseInt(color.slice(at, at + 2), 16)
  const between = (at: number): string =>
    Math.round(part(from, at) + (part(to, at) - part(from, at)) * share)
      .toString(16)
      .padStart(2, '0')
  return `#${between(1)}${between(3)}${between(5)}`
}

let gradients = 0

/** A sky from top to horizon. */
export function sky(top: string, low: string, horizon = height): string {
  const id = `g${gradients++}`
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${low}"/></linearGradient><rect width="${width}" height="${n(horizon)}" fill="url(#${id})"/>`
}

export function box(x: number, y: number, w: number, h: number, fill: string, opacity = 1): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${fill}" opacity="${opacity}"/>`
}

export function disc(x: number, y: number, r: number, fill: string, opacity = 1): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}" opacity="${opacity}"/>`
}

export function line(points: [number, number][], stroke: string, thickness: number, opacity = 1): string {
  return `<polyline points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="none" stroke="${stroke}" stroke-width="${thickness}" opacity="${opacity}" stroke-linejoin="round" stroke-linecap="round"/>`
}

export function shape(points: [number, number][], fill: string, opacity = 1): string {
  return `<polygon points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="${fill}" opacity="${opacity}"/>`
}

/** A ridge of hills across the picture: three waves of different length, and roughness. */
export function ridge(chance: Chance, base: number, rise: number, fill: string, rough = 0.12): string {
  const phases = [chance() * 6, chance() * 6, chance() * 6]
  const points: [number, number][] = [[0, height]]
  for (let x = 0; x <= width; x += 12) {
    const wave =
      Math.sin(x / 210 + (phases[0] ?? 0)) * 0.5 +
      Math.sin(x / 90 + (phases[1] ?? 0)) * 0.28 +
      Math.sin(x / 37 + (phases[2] ?? 0)) * 0.1
    points.push([x, base - rise * (0.5 + wave * 0.5 + (chance() - 0.5) * rough)])
  }
  points.push([width, height])
  return shape(points, fill)
}

/** Ridges from far and pale to near and dark. */
export function ridges(
  chance: Chance,
  from: string,
  to: string,
  count: number,
  top: number,
  low: number,
): string {
  return Array.from({ length: count }, (_, i) => {
    const share = count === 1 ? 1 : i / (count - 1)
    return ridge(chance, top + (low - top) * share, 90 + share * 60, mix(from, to, share))
  }).join('')
}

/** Water: a plain with short bright strokes that widen towards the viewer. */
export function water(chance: Chance, top: number, color: string, glint: string): string {
  const strokes = Array.from({ length: 130 }, () => {
    const depth = chance() ** 1.6
    const y = top + 6 + depth * (height - top)
    const x = chance() * width
    const long = 14 + depth * 120 * chance()
    return line(
      [
        [x, y],
        [x + long, y],
      ],
      glint,
      1 + depth * 2.5,
      0.12 + chance() * 0.3,
    )
  })
  return box(0, top, width, height - top, color) + strokes.join('')
}
