import { box, disc, height, line, mix, ridge, ridges, sky, width, type Chance } from './strokes.ts'

/** Pylons striding over hills at dusk. */
export function powerLines(chance: Chance): string {
  const pylon = (x: number, base: number, size: number, ink: string): string => {
    const at = (dx: number, dy: number): [number, number] => [x + dx * size, base - dy * size]
    const lattice: [number, number][] = [0, 0.18, 0.36, 0.54, 0.72].flatMap((up, i) => {
      const half = 0.17 * (1 - up)
      return [at(i % 2 === 0 ? -half : half, up)]
    })
    return (
      line([at(-0.17, 0), at(-0.035, 0.74), at(0, 1), at(0.035, 0.74), at(0.17, 0)], ink, size * 0.016) +
      line([...lattice, at(0, 0.9)], ink, size * 0.009) +
      line(
        lattice.map(([px, py]) => [2 * x - px, py] as [number, number]),
        ink,
        size * 0.009,
      ) +
      [0.66, 0.79, 0.91]
        .map((up, i) =>
          line(
            [at(-0.25 + i * 0.05, up), at(0, up + 0.035), at(0.25 - i * 0.05, up), at(-0.25 + i * 0.05, up)],
            ink,
            size * 0.011,
          ),
        )
        .join('')
    )
  }
  const wire = (x1: number, y1: number, x2: number, y2: number, sag: number): string =>
    `<path d="M${x1} ${y1}Q${(x1 + x2) / 2} ${(y1 + y2) / 2 + sag} ${x2} ${y2}" fill="none" stroke="#2A2630" stroke-width="2" opacity="0.75"/>`
  const places: [number, number, number][] = [
    [-160, 690, 640],
    [300, 640, 500],
    [680, 540, 330],
    [930, 474, 210],
    [1090, 436, 130],
    [1200, 416, 84],
  ]
  const wires = places.slice(1).flatMap(([x, base, size], i) => {
    const [px, pbase, psize] = places[i] ?? [0, 0, 0]
    return [0.66, 0.79, 0.91].flatMap((up, k) =>
      [-1, 1].map((side) => {
        const reach = (0.25 - k * 0.05) * side
        return wire(px + psize * reach, pbase - psize * up, x + size * reach, base - size * up, size * 0.14)
      }),
    )
  })
  return (
    sky('#4B4A63', '#E2A77F', 500) +
    disc(1010, 400, 60, '#F6D3A2', 0.85) +
    ridges(chance, '#A07F83', '#5B4F60', 3, 440, 540) +
    places
      .toReversed()
      .map(([x, base, size], i) => pylon(x, base, size, mix('#5B4F60', '#231F2A', i / 5)))
      .join('') +
    wires.join('') +
    ridge(chance, 640, 70, '#2B2632', 0.3) +
    ridge(chance, 700, 80, '#19161E', 0.5)
  )
}

/** Rails running together under signal masts. */
export function railYard(chance: Chance): string {
  const rails = Array.from({ length: 9 }, (_, i) => {
    const [far, near] = [520 + i * 20, -500 + i * 275]
    return (
      line(
        [
          [far, 400],
          [near, height],
        ],
        '#D9C9A6',
        3,
        0.8,
      ) +
      line(
        [
          [far + 7, 400],
          [near + 62, height],
        ],
        '#D9C9A6',
        3,
        0.8,
      )
    )
  })
  const mast = (x: number, base: number, tall: number): string =>
    box(x, base - tall, tall * 0.03, tall, '#20262B') +
    line(
      [
        [x - tall * 0.5, base - tall * 0.86],
        [x + tall * 0.5, base - tall * 0.86],
      ],
      '#20262B',
      tall * 0.02,
    ) +
    [-0.4, -0.15, 0.2, 0.42]
      .map(
        (dx, i) =>
          box(x + dx * tall, base - tall * 0.84, tall * 0.06, tall * 0.15, '#20262B') +
          disc(
            x + dx * tall + tall * 0.03,
            base - tall * 0.79,
            tall * 0.018,
            i === 2 ? '#E3A24F' : '#B54B3E',
          ),
      )
      .join('')
  const wagons = Array.from({ length: 7 }, (_, i) => {
    const size = 26 + i * 11
    const x = 640 + i * (40 + i * 9)
    return (
      box(x, 404 + i * 15 - size, size * 2, size, mix('#6C7478', '#39434A', i / 6)) +
      disc(x + size * 0.4, 406 + i * 15, size * 0.14, '#20262B') +
      disc(x + size * 1.6, 406 + i * 15, size * 0.14, '#20262B')
    )
  })
  return (
    sky('#8D99A0', '#E4D3B4', 410) +
    ridges(chance, '#B9B7AA', '#7F8A8C', 3, 370, 415) +
    box(0, 400, width, 280, '#66645C') +
    rails.join('') +
    wagons.join('') +
    mast(560, 440, 190) +
    mast(250, 620, 430)
  )
}
