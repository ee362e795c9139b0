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

/** Grassed bunkers in a row, growing smaller along a track. */
export function depot(chance: Chance): string {
  const bunker = (x: number, y: number, size: number, share: number): string =>
    `<path d="M${x - size} ${y}Q${x - size * 0.82} ${y - size * 0.74} ${x} ${y - size * 0.76}Q${x + size * 0.82} ${y - size * 0.74} ${x + size} ${y}Z" fill="${mix('#98A07E', '#59643F', share)}"/>` +
    shape(
      [
        [x - size * 0.42, y],
        [x - size * 0.36, y - size * 0.44],
        [x + size * 0.36, y - size * 0.44],
        [x + size * 0.42, y],
      ],
      mix('#C9C5AE', '#B5AE92', share),
    ) +
    box(x - size * 0.17, y - size * 0.32, size * 0.34, size * 0.32, mix('#6F7462', '#2E3226', share))
  const row = Array.from({ length: 6 }, (_, i) => {
    const share = i / 5
    return bunker(950 - 820 * share ** 1.25, 400 + 160 * share ** 1.4, 44 + 136 * share ** 1.5, share)
  })
  return (
    sky('#B9C4C0', '#EFE8D5', 420) +
    ridges(chance, '#CBCFC0', '#A3AC96', 3, 372, 412) +
    ridge(chance, 420, 30, '#8E9873') +
    box(0, 404, width, 280, '#8B9468') +
    shape(
      [
        [1010, 404],
        [1030, 404],
        [1130, height],
        [520, height],
      ],
      '#CDBF9D',
    ) +
    row.join('') +
    ridge(chance, 690, 50, '#3B432B', 0.6)
  )
}

/** A road to a lit portal in the foot of a mountain. */
export function gate(chance: Chance): string {
  const pines = Array.from({ length: 46 }, (_, i) => {
    const share = i / 45
    const x = chance() < 0.5 ? chance() * 400 : 800 + chance() * 400
    const [y, size] = [470 + share * 190, 34 + share * 84]
    const fill = mix('#5B7076', '#18262B', share)
    return shape(
      [
        [x - size * 0.3, y],
        [x, y - size * 1.5],
        [x + size * 0.3, y],
      ],
      fill,
    )
  })
  const fence = Array.from({ length: 25 }, (_, i) => box(i * 50, 452, 3, 40, '#3C5056'))
  return (
    sky('#8FA5AC', '#E6DCC8', 470) +
    ridges(chance, '#BCC6C4', '#9AABAD', 2, 300, 350) +
    shape(
      [
        [60, 480],
        [330, 250],
        [430, 200],
        [560, 90],
        [640, 120],
        [720, 96],
        [880, 250],
        [1150, 480],
      ],
      '#6E858B',
    ) +
    shape(
      [
        [560, 90],
        [640, 120],
        [720, 96],
        [770, 144],
        [690, 176],
        [650, 150],
        [600, 190],
        [520, 126],
      ],
      '#EDEFEA',
      0.85,
    ) +
    shape(
      [
        [0, 470],
        [width, 470],
        [width, height],
        [0, height],
      ],
      '#7C8A80',
    ) +
    '<path d="M540 478V410A60 60 0 0 1 660 410V478Z" fill="#3C5056"/><path d="M556 478V412A44 44 0 0 1 644 412V478Z" fill="#F0D595"/>' +
    box(597, 368, 6, 110, '#3C5056') +
    fence.join('') +
    line(
      [
        [0, 462],
        [540, 462],
      ],
      '#3C5056',
      2,
    ) +
    line(
      [
        [660, 462],
        [width, 462],
      ],
      '#3C5056',
      2,
    ) +
    shape(
      [
        [562, 478],
        [638, 478],
        [900, height],
        [300, height],
      ],
      '#CFC8B4',
    ) +
    line(
      [
        [600, 482],
        [600, height],
      ],
      '#F4EFDF',
      4,
      0.7,
    ) +
    pines.join('')
  )
}

/** Still water, reeds and a heron's distance of hills. */
export function marsh(chance: Chance): string {
  const reeds = Array.from({ length: 150 }, () => {
    const [x, tall, lean] = [chance() * width, 90 + chance() * 190, (chance() - 0.5) * 50]
    const ink = mix('#3D4A2C', '#7E7F4B', chance())
    const head =
      chance() < 0.4
        ? `<ellipse cx="${x + lean}" cy="${height - tall}" rx="5" ry="22" fill="#5B4028" transform="rotate(${(lean / 3).toFixed(1)} ${x + lean} ${height - tall})"/>`
        : ''
    return (
      `<path d="M${x} ${height}Q${x} ${height - tall * 0.6} ${x + lean} ${height - tall}" fill="none" stroke="${ink}" stroke-width="4"/>` +
      head
    )
  })
  return (
    sky('#A9B7A8', '#F2DFB8', 400) +
    disc(380, 300, 52, '#FBF0D2', 0.9) +
    ridges(chance, '#BFC2A6', '#8B9678', 3, 340, 404) +
    water(chance, 400, '#A7B096', '#FAEFCF') +
    shape(
      [
        [0, 470],
        [420, 462],
        [560, 480],
        [300, 500],
        [0, 520],
      ],
      '#7B8562',
    ) +
    shape(
      [
        [width, 450],
        [880, 446],
        [760, 458],
        [930, 474],
        [width, 486],
      ],
      '#858F6C',
    ) +
    reeds.join('')
  )
}
