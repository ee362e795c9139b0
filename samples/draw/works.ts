import {
  box,
  disc,
  height,
  line,
  mix,
  ridge,
  ridges,
  shape,
  sky,
  water,
  width,
  type Chance,
} from './strokes.ts'

/** Gantry cranes over a quay stacked with containers. */
export function harbour(chance: Chance): string {
  const crane = (x: number, base: number, size: number, fill: string): string =>
    line(
      [
        [x, base],
        [x + size * 0.08, base - size],
      ],
      fill,
      size * 0.035,
    ) +
    line(
      [
        [x + size * 0.36, base],
        [x + size * 0.3, base - size],
      ],
      fill,
      size * 0.035,
    ) +
    line(
      [
        [x - size * 0.62, base - size * 0.86],
        [x + size * 0.58, base - size * 0.86],
      ],
      fill,
      size * 0.045,
    ) +
    line(
      [
        [x - size * 0.6, base - size * 0.88],
        [x + size * 0.16, base - size * 1.2],
        [x + size * 0.56, base - size * 0.88],
      ],
      fill,
      size * 0.016,
    ) +
    line(
      [
        [x + size * 0.08, base - size],
        [x + size * 0.16, base - size * 1.2],
        [x + size * 0.3, base - size],
      ],
      fill,
      size * 0.03,
    ) +
    line(
      [
        [x + size * 0.02, base - size * 0.4],
        [x + size * 0.34, base - size * 0.4],
      ],
      fill,
      size * 0.03,
    ) +
    line(
      [
        [x - size * 0.4, base - size * 0.86],
        [x - size * 0.4, base - size * 0.46],
      ],
      fill,
      2,
    ) +
    box(x - size * 0.46, base - size * 0.46, size * 0.12, size * 0.06, fill)
  const boxes = Array.from({ length: 60 }, (_, i) => {
    const [column, row] = [i % 20, Math.floor(i / 20)]
    if (row > 0 && chance() < 0.22 + row * 0.22) return ''
    const fill =
      ['#8A4B38', '#B07D4A', '#4A6670', '#6B7F80', '#39505A'][Math.floor(chance() * 5)] ?? '#39505A'
    return box(column * 62 - 20, 522 - row * 32, 59, 30, fill)
  })
  return (
    sky('#8A9BA0', '#EBCFA8', 430) +
    disc(300, 330, 44, '#F8E6C2', 0.9) +
    ridges(chance, '#AEB3AC', '#8B989A', 2, 400, 430) +
    crane(880, 440, 190, '#7B8788') +
    crane(1060, 440, 190, '#7B8788') +
    water(chance, 432, '#8499A0', '#F6E3C0') +
    crane(300, 556, 400, '#2A3C45') +
    crane(720, 556, 400, '#2A3C45') +
    boxes.join('') +
    box(0, 550, width, 130, '#22323A') +
    box(0, 550, width, 6, '#C7AE86')
  )
}

/** Roofs, towers and lit windows climbing from a quay. */
export function oldTown(chance: Chance): string {
  const house = (base: number, share: number): string => {
    let [x, drawn] = [-20, '']
    while (x < width) {
      const [w, tall] = [52 + chance() * 60, 90 + chance() * 90]
      const fill = mix(mix('#B99B83', '#D1B69A', chance()), '#4B3A3C', share)
      drawn += box(x, base - tall, w, tall + 200, fill)
      drawn += shape(
        [
          [x - 4, base - tall],
          [x + w / 2, base - tall - 22 - chance() * 22],
          [x + w + 4, base - tall],
        ],
        mix('#A5654B', '#33282C', share),
      )
      for (let row = 0; row < 3; row++)
        for (let at = x + 12; at < x + w - 14; at += 22)
          drawn += box(
            at,
            base - tall + 16 + row * 28,
            8,
            13,
            chance() < 0.2 ? '#F2CB80' : mix('#7F6558', '#271F24', share),
            0.9,
          )
      x += w
    }
    return drawn
  }
  const smoke = Array.from({ length: 22 }, (_, i) =>
    disc(830 + i * 9 + chance() * 26, 410 - i * 17, 18 + i * 3, '#5A5356', 0.1),
  )
  return (
    sky('#8898A4', '#EFD2B2') +
    ridge(chance, 330, 130, '#B0AAA4') +
    house(330, 0.1) +
    box(360, 120, 54, 210, '#AE937E') +
    shape(
      [
        [352, 120],
        [387, 40],
        [422, 120],
      ],
      '#8F5B48',
    ) +
    box(380, 150, 14, 26, '#6A4F48') +
    house(440, 0.4) +
    smoke.join('') +
    house(550, 0.75) +
    water(chance, 596, '#4A5157', '#F0CFA4')
  )
}

/** Flags on tall poles before a hall with columns. */
export function treatyHall(chance: Chance): string {
  const colors = ['#7A3E36', '#B58A4A', '#3E5B66', '#5F6F4E', '#8C8577', '#2F3E52']
  const poles = Array.from({ length: 12 }, (_, i) => {
    const x = 66 + i * 91
    const fill = colors[Math.floor(chance() * colors.length)] ?? '#2F3E52'
    const dip = 8 + chance() * 14
    return (
      box(x, 150, 4, 420, '#4B5357') +
      `<path d="M${x + 4} 156q24 ${-dip} 46 0t22 2v44q-22 8 -34 -1t-34 3z" fill="${fill}"/><path d="M${x + 4} 172q24 ${-dip} 46 0t22 2v12q-22 8 -34 -1t-34 3z" fill="#EFE6D0" opacity="0.55"/>`
    )
  })
  const columns = Array.from(
    { length: 12 },
    (_, i) => box(182 + i * 74, 330, 26, 190, '#E6DCC6') + box(200 + i * 74, 330, 8, 190, '#B9AE98'),
  )
  return (
    sky('#93A6B0', '#E9DFCB', 560) +
    ridge(chance, 430, 90, '#AEB8B4') +
    box(150, 300, 900, 230, '#8B8475') +
    columns.join('') +
    shape(
      [
        [130, 300],
        [600, 190],
        [1070, 300],
      ],
      '#D5C9B0',
    ) +
    shape(
      [
        [240, 288],
        [600, 206],
        [960, 288],
      ],
      '#BBAF97',
    ) +
    box(130, 296, 940, 34, '#E0D5BE') +
    box(110, 520, 980, 22, '#CFC4AC') +
    box(80, 540, 1040, 26, '#BEB39C') +
    box(0, 562, width, 120, '#7C7A70') +
    poles.join('') +
    ridge(chance, 690, 50, '#3B423F', 0.3) +
    line(
      [
        [0, height - 2],
        [width, height - 2],
      ],
      '#3B423F',
      4,
    )
  )
}
