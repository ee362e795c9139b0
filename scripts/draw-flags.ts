import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

/**
 * Draws the flags of the shipped profiles: `node scripts/draw-flags.ts`. They are simple, because they are shown 68 pixels wide; 240 × 160,
 * whatever a flag's real proportions.
 */
const folder = join(import.meta.dirname, '../profiles')

const band = (color: string, y: number, height: number): string =>
  `<rect y="${y}" width="240" height="${height}" fill="${color}"/>`

/** Horizontal bands, with heights in proportion to their weights. */
function bands(colors: readonly (readonly [color: string, weight: number])[]): string {
  const whole = colors.reduce((sum, [, weight]) => sum + weight, 0)
  let above = 0
  return colors
    .map(([color, weight]) => {
      const y = (above / whole) * 160
      above += weight
      return band(color, y, (weight / whole) * 160)
    })
    .join('')
}

const point = (x: number, y: number, radius: number, turns: number): string =>
  `${(x + radius * Math.sin(turns * 2 * Math.PI)).toFixed(2)},${(y - radius * Math.cos(turns * 2 * Math.PI)).toFixed(2)}`

/** A five-pointed star; `turn` is in turns clockwise. */
function star(color: string, x: number, y: number, radius: number, turn = 0): string {
  const inner = radius * 0.382
  const points = Array.from({ length: 10 }, (_, i) => point(x, y, i % 2 ? inner : radius, i / 10 + turn))
  return `<polygon points="${points.join(' ')}" fill="${color}"/>`
}

const disc = (color: string, x: number, y: number, radius: number): string =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${color}"/>`

function china(): string {
  const small = [
    [80, 16],
    [96, 32],
    [96, 56],
    [80, 72],
  ].map(([x = 0, y = 0]) =>
    // One point of each small star points at the middle of the large one.
    star('#FFDE00', x, y, 8, Math.atan2(40 - x, y - 40) / (2 * Math.PI)),
  )
  return band('#DE2910', 0, 160) + star('#FFDE00', 40, 40, 24) + small.join('')
}

function unitedStates(): string {
  const stripes = Array.from({ length: 13 }, (_, i) => [i % 2 ? '#FFFFFF' : '#B22234', 1] as const)
  const stars = Array.from({ length: 9 }, (_, row) =>
    Array.from({ length: row % 2 ? 5 : 6 }, (_, i) =>
      star('#FFFFFF', (row % 2 ? 16 : 8) + i * 16, 8.6 * (row + 1), 4),
    ).join(''),
  )
  return `${bands(stripes)}<rect width="96" height="86.2" fill="#3C3B6E"/>${stars.join('')}`
}

function india(): string {
  const spokes = Array.from(
    { length: 24 },
    (_, i) =>
      `<path d="M120 80L${point(120, 80, 20, i / 24).replace(',', ' ')}" stroke="#000080" stroke-width="1.2"/>`,
  )
  return `${bands([
    ['#FF9933', 1],
    ['#FFFFFF', 1],
    ['#138808', 1],
  ])}<circle cx="120" cy="80" r="21" fill="none" stroke="#000080" stroke-width="3"/>${spokes.join('')}${disc('#000080', 120, 80, 4)}`
}

function israel(): string {
  const triangle = (turn: number): string =>
    `<polygon points="${[0, 1, 2].map((i) => point(120, 80, 27, turn + i / 3)).join(' ')}" fill="none" stroke="#0038B8" stroke-width="5"/>`
  return `${band('#FFFFFF', 0, 160)}${band('#0038B8', 14, 24)}${band('#0038B8', 122, 24)}${triangle(0)}${triangle(0.5)}`
}

function iran(): string {
  const marks = (y: number): string =>
    Array.from(
      { length: 11 },
      (_, i) => `<path d="M${8 + i * 21} ${y}h14" stroke="#FFFFFF" stroke-width="3"/>`,
    ).join('')
  const emblem =
    '<path d="M120 58v44M108 62c-12 10-12 26 4 36M132 62c12 10 12 26-4 36M114 64c-5 12-4 24 4 34M126 64c5 12 4 24-4 34" fill="none" stroke="#DA0000" stroke-width="4" stroke-linecap="round"/>'
  return `${bands([
    ['#239F40', 1],
    ['#FFFFFF', 1],
    ['#DA0000', 1],
  ])}${marks(49)}${marks(111)}${emblem}`
}

/** One trigram: bars from the middle outward, `true` for an unbroken one. */
function trigram(x: number, y: number, degrees: number, bars: readonly boolean[]): string {
  const lines = bars.map((isWhole, i) => {
    const at = (i - 1) * 9
    const parts = isWhole
      ? [[-18, 36]]
      : [
          [-18, 16.5],
          [1.5, 16.5],
        ]
    return parts
      .map(([left, width]) => `<rect x="${left}" y="${at - 3}" width="${width}" height="6"/>`)
      .join('')
  })
  return `<g transform="translate(${x} ${y}) rotate(${degrees})">${lines.join('')}</g>`
}

function southKorea(): string {
  const circle =
    '<g transform="translate(120 80) rotate(33.7)"><circle r="40" fill="#CD2E3A"/><path d="M-40 0A40 40 0 0 0 40 0A20 20 0 0 0 0 0A20 20 0 0 1 -40 0Z" fill="#0047A0"/></g>'
  const corners = [
    trigram(48, 32, -56.3, [true, true, true]),
    trigram(192, 32, 56.3, [false, true, false]),
    trigram(48, 128, 56.3, [true, false, true]),
    trigram(192, 128, -56.3, [false, false, false]),
  ]
  return band('#FFFFFF', 0, 160) + circle + corners.join('')
}

function northKorea(): string {
  const field = bands([
    ['#024FA2', 6],
    ['#FFFFFF', 2],
    ['#ED1C27', 22],
    ['#FFFFFF', 2],
    ['#024FA2', 6],
  ])
  return field + disc('#FFFFFF', 82, 80, 36) + star('#ED1C27', 82, 80, 35)
}

const pakistan = `${band('#01411C', 0, 160)}<rect width="60" height="160" fill="#FFFFFF"/>${disc('#FFFFFF', 150, 80, 48)}${disc('#01411C', 163, 69, 44)}${star('#FFFFFF', 181, 50, 17, 0.12)}`

const syria =
  bands([
    ['#007A3D', 1],
    ['#FFFFFF', 1],
    ['#000000', 1],
  ]) + [60, 120, 180].map((x) => star('#CE1126', x, 80, 20)).join('')

const flags: Record<string, string> = {
  cn: china(),
  il: israel(),
  in: india(),
  ir: iran(),
  kp: northKorea(),
  kr: southKorea(),
  pk: pakistan,
  ru: bands([
    ['#FFFFFF', 1],
    ['#0039A6', 1],
    ['#D52B1E', 1],
  ]),
  sy: syria,
  us: unitedStates(),
}

for (const [code, shapes] of Object.entries(flags)) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 160" width="240" height="160">${shapes}</svg>`
  const file = join(folder, `${code}.png`)
  await writeFile(file, await sharp(Buffer.from(svg)).png({ palette: true, compressionLevel: 9 }).toBuffer())
  console.log(file)
}
