import { box, disc, height, line, mix, shape, sky, width, type Chance } from './strokes.ts'

/** A floor and a back wall that meet at a vanishing point. */
function hall(back: string, wall: string, floor: string, ceiling: string): string {
  return (
    box(0, 0, width, height, wall) +
    shape(
      [
        [0, 0],
        [width, 0],
        [740, 250],
        [460, 250],
      ],
      ceiling,
    ) +
    shape(
      [
        [0, height],
        [width, height],
        [740, 400],
        [460, 400],
      ],
      floor,
    ) +
    box(460, 250, 280, 150, back)
  )
}

/** Tall cylinders in two rows that run to the end of a hall. */
export function enrichmentHall(_chance: Chance): string {
  const tube = (x: number, top: number, low: number, w: number, share: number): string =>
    box(x - w / 2, top, w, low - top, mix('#7F949B', '#C7CFCC', share)) +
    box(x - w / 2, top, w * 0.3, low - top, mix('#6A8088', '#8FA0A2', share)) +
    box(x + w * 0.22, top, w * 0.12, low - top, '#EEF0EA', 0.5) +
    `<ellipse cx="${x}" cy="${top}" rx="${w / 2}" ry="${w / 7}" fill="${mix('#8EA1A6', '#DDE1DC', share)}"/>` +
    line(
      [
        [x, top],
        [x, top - w * 0.8],
      ],
      '#4E656E',
      Math.max(2, w / 12),
    )
  const rows = Array.from({ length: 9 }, (_, i) => {
    const share = (i / 8) ** 1.7
    const out = 130 + 440 * share
    const [top, low, w] = [292 - 150 * share, 392 + 250 * share, 22 + 84 * share]
    return tube(600 - out, top, low, w, share) + tube(600 + out, top, low, w, share)
  })
  const lamps = Array.from({ length: 6 }, (_, i) => {
    const share = (i / 5) ** 1.8
    return box(600 - 10 - 50 * share, 238 - 225 * share, 20 + 100 * share, 3 + 12 * share, '#F4F0DA', 0.9)
  })
  return (
    hall('#54707A', '#3D5660', '#5F7278', '#2C424B') +
    lamps.join('') +
    rows.join('') +
    box(585, 330, 30, 70, '#2C424B')
  )
}

/** A bench of glass before a window. */
export function laboratory(chance: Chance): string {
  const flask = (x: number, size: number, fill: string): string =>
    `<path d="M${x - size * 0.14} ${520 - size * 1.5}V${520 - size * 0.9}L${x - size * 0.6} 520H${x + size * 0.6}L${x + size * 0.14} ${520 - size * 0.9}V${520 - size * 1.5}Z" fill="#EAF0EC" opacity="0.55"/><path d="M${x - size * 0.38} ${520 - size * 0.42}L${x - size * 0.6} 520H${x + size * 0.6}L${x + size * 0.38} ${520 - size * 0.42}Z" fill="${fill}" opacity="0.85"/>`
  const tubes = Array.from({ length: 9 }, (_, i) => {
    const [x, full] = [640 + i * 30, 40 + chance() * 60]
    return (
      box(x, 390, 16, 128, '#EAF0EC', 0.5) +
      box(x, 518 - full, 16, full, i % 3 === 0 ? '#B9814A' : '#5F8A80', 0.85)
    )
  })
  const panes = Array.from({ length: 4 }, (_, i) =>
    box(130 + i * 240, 50, 216, 330, mix('#C9D6CF', '#E7E6D6', i / 3)),
  )
  return (
    sky('#47625F', '#35504E') +
    panes.join('') +
    box(130, 208, 936, 10, '#47625F') +
    flask(240, 150, '#B9814A') +
    flask(430, 105, '#5F8A80') +
    box(626, 430, 290, 14, '#2B4341') +
    tubes.join('') +
    box(1012, 280, 26, 240, '#22383A') +
    box(940, 300, 96, 24, '#22383A') +
    shape(
      [
        [936, 330],
        [966, 322],
        [990, 420],
        [966, 426],
      ],
      '#22383A',
    ) +
    box(910, 470, 130, 14, '#22383A') +
    box(890, 504, 190, 18, '#22383A') +
    box(0, 520, width, 30, '#D8D3BF') +
    box(0, 550, width, 130, '#20363A') +
    box(180, 566, 4, 109, '#35504E') +
    box(520, 566, 4, 109, '#35504E') +
    box(860, 566, 4, 109, '#35504E')
  )
}

/** A chamber in the round: desks in rings below a tall window. */
export function council(chance: Chance): string {
  const rings = Array.from({ length: 5 }, (_, i) => {
    const [rx, ry] = [250 + i * 120, 58 + i * 44]
    const color = mix('#A98258', '#4A3226', i / 4)
    const heads = Array.from({ length: 9 + i * 3 }, (_, j) => {
      const angle = Math.PI * (0.06 + (0.88 * (j + chance() * 0.3)) / (8.3 + i * 3))
      const [x, y, r] = [600 - Math.cos(angle) * rx, 372 + Math.sin(angle) * ry, 8 + i * 2.6]
      return chance() < 0.22
        ? ''
        : disc(x, y - r * 1.6, r, '#2B2320') +
            `<ellipse cx="${x.toFixed(1)}" cy="${(y + r * 0.5).toFixed(1)}" rx="${(r * 1.7).toFixed(1)}" ry="${(r * 1.3).toFixed(1)}" fill="#2B2320"/>`
    })
    return (
      `<path d="M${600 - rx} 380A${rx} ${ry} 0 0 0 ${600 + rx} 380" fill="none" stroke="${color}" stroke-width="${12 + i * 7}"/>` +
      heads.join('')
    )
  })
  const columns = Array.from({ length: 10 }, (_, i) =>
    box(60 + i * 116, 30, 36, 330, mix('#B79F7C', '#D8C5A1', chance())),
  )
  return (
    sky('#6E5B47', '#A78D69', 380) +
    columns.join('') +
    box(0, 0, width, 34, '#4F3F31') +
    `<path d="M470 372V150A130 130 0 0 1 730 150V372Z" fill="#EFE3C4"/><path d="M600 30V372M470 190H730M470 280H730" stroke="#A78D69" stroke-width="7"/>` +
    box(0, 360, width, 320, '#6B4F3A') +
    `<ellipse cx="600" cy="385" rx="170" ry="32" fill="#C5A679"/>` +
    rings.join('')
  )
}

/** A wall of screens and people watching them. */
export function controlRoom(chance: Chance): string {
  const trace = (x: number, y: number, w: number, h: number): string =>
    line(
      Array.from(
        { length: 26 },
        (_, i) => [x + 12 + (i * (w - 24)) / 25, y + h * (0.3 + chance() * 0.45)] as [number, number],
      ),
      '#E8C98F',
      2.5,
      0.9,
    )
  const screen = (x: number, y: number, w: number, h: number): string =>
    box(x, y, w, h, '#2F5058') + box(x, y, w, 12, '#47707A') + trace(x, y, w, h)
  const map = `<path d="M420 90L520 130L500 210L600 250L560 330L430 320Z" fill="#5C8A8C" opacity="0.7"/><path d="M680 80L780 110V330H650L690 250L640 190Z" fill="#5C8A8C" opacity="0.55"/><path d="M500 300Q600 90 740 180" fill="none" stroke="#E8C98F" stroke-width="4" stroke-dasharray="10 9"/>`
  const person = (x: number): string =>
    disc(x, 486, 36, '#0E1B20') +
    `<path d="M${x - 84} 640Q${x - 76} 532 ${x} 530Q${x + 76} 532 ${x + 84} 640Z" fill="#0E1B20"/>`
  return (
    box(0, 0, width, height, '#1B3038') +
    screen(60, 60, 300, 140) +
    screen(60, 220, 300, 140) +
    box(390, 60, 420, 300, '#2F5058') +
    map +
    disc(740, 180, 8, '#F5E3B8') +
    screen(840, 60, 300, 140) +
    screen(840, 220, 300, 140) +
    `<ellipse cx="600" cy="420" rx="620" ry="46" fill="#29454E"/>` +
    person(240) +
    person(560) +
    person(930) +
    box(0, 600, width, 80, '#0A1418') +
    Array.from({ length: 34 }, (_, i) => disc(24 + i * 35, 624, 4, i % 5 === 0 ? '#D27E4F' : '#4C757C')).join(
      '',
    )
  )
}

/** Shelves of bound reports and a lamp. */
export function readingRoom(chance: Chance): string {
  const spines = ['#6D4B3A', '#8A6A45', '#3F5550', '#A08658', '#54392F', '#2F4441']
  const shelf = (y: number): string => {
    let [x, drawn] = [30, '']
    while (x < width - 40) {
      const [w, tall] = [14 + chance() * 26, 96 + chance() * 40]
      drawn += box(x, y - tall, w, tall, spines[Math.floor(chance() * spines.length)] ?? '#54392F')
      drawn += box(x + w * 0.2, y - tall + 18, w * 0.6, 5, '#D9C08C', 0.7)
      x += w + (chance() < 0.08 ? 34 : 2)
    }
    return drawn + box(0, y, width, 14, '#2A1D18')
  }
  return (
    box(0, 0, width, height, '#3B2A23') +
    [158, 316, 474].map(shelf).join('') +
    `<path d="M600 380L300 ${height}H900Z" fill="#F6DFA5" opacity="0.25"/>` +
    box(0, 570, width, 110, '#5D4030') +
    box(0, 570, width, 10, '#8A6446') +
    `<path d="M510 420Q600 330 690 420Z" fill="#2F5B4E"/>` +
    box(594, 420, 12, 140, '#C8A45C') +
    box(550, 556, 100, 16, '#C8A45C') +
    shape(
      [
        [690, 570],
        [850, 570],
        [930, 610],
        [740, 610],
      ],
      '#EFE4C8',
    ) +
    shape(
      [
        [700, 590],
        [530, 590],
        [440, 620],
        [670, 628],
      ],
      '#E4D6B4',
    )
  )
}

/** A corridor of steel doors with round windows. */
export function containmentSuite(_chance: Chance): string {
  const door = (x: number, top: number, low: number, w: number, lit: boolean): string =>
    box(x, top, w, low - top, '#D4DCD6') +
    box(x + w * 0.08, top + w * 0.08, w * 0.84, low - top - w * 0.08, '#A9BBB4') +
    disc(x + w / 2, top + (low - top) * 0.3, w * 0.24, '#5C7A74') +
    disc(x + w / 2, top + (low - top) * 0.3, w * 0.18, lit ? '#F1D48F' : '#DCE7DF') +
    box(x + w * 0.72, top + (low - top) * 0.55, w * 0.1, (low - top) * 0.14, '#3C5651')
  return (
    hall('#C4D2C8', '#8FA69E', '#6F8A82', '#B8C8BF') +
    shape(
      [
        [0, 60],
        [460, 262],
        [460, 268],
        [0, 84],
      ],
      '#D7A24A',
    ) +
    shape(
      [
        [width, 60],
        [740, 262],
        [740, 268],
        [width, 84],
      ],
      '#D7A24A',
    ) +
    door(545, 276, 400, 110, true) +
    shape(
      [
        [70, 190],
        [210, 232],
        [210, 500],
        [70, 590],
      ],
      '#D4DCD6',
    ) +
    disc(142, 320, 38, '#5C7A74') +
    disc(142, 320, 29, '#DCE7DF') +
    shape(
      [
        [290, 252],
        [380, 282],
        [380, 432],
        [290, 470],
      ],
      '#D4DCD6',
    ) +
    disc(336, 330, 22, '#5C7A74') +
    disc(336, 330, 16, '#DCE7DF') +
    shape(
      [
        [width - 70, 190],
        [width - 210, 232],
        [width - 210, 500],
        [width - 70, 590],
      ],
      '#D4DCD6',
    ) +
    disc(width - 142, 320, 38, '#5C7A74') +
    disc(width - 142, 320, 29, '#DCE7DF') +
    shape(
      [
        [width - 290, 252],
        [width - 380, 282],
        [width - 380, 432],
        [width - 290, 470],
      ],
      '#D4DCD6',
    ) +
    disc(width - 336, 330, 22, '#5C7A74') +
    disc(width - 336, 330, 16, '#F1D48F') +
    box(520, 20, 160, 16, '#F6F3E2') +
    box(548, 130, 104, 10, '#F6F3E2') +
    box(566, 196, 68, 7, '#F6F3E2') +
    disc(600, 310, 6, '#3C5651') +
    `<path d="M548 ${height}L556 520Q562 474 600 474Q638 474 644 520L652 ${height}Z" fill="#2F4A48"/>` +
    disc(600, 446, 26, '#2F4A48') +
    `<path d="M582 440H618V454H582Z" fill="#D5E4DE"/>`
  )
}
