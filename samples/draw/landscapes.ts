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

/** Dawn over a sea, headlands one behind the other, and the trace of a launch. */
export function coast(chance: Chance): string {
  const trace = `<path d="M905 392C880 260 800 150 610 70" fill="none" stroke="#FBEFD9" stroke-width="5" opacity="0.85" stroke-linecap="round"/><path d="M905 392C880 260 800 150 610 70" fill="none" stroke="#FBEFD9" stroke-width="20" opacity="0.14"/>`
  const headland = (left: number, top: number, fill: string): string =>
    shape(
      [
        [left, 428],
        [left + 60, top + 34],
        [left + 130, top + 12],
        [left + 240, top],
        [left + 330, top + 26],
        [width, top - 30],
        [width, 428],
      ],
      fill,
    )
  return (
    sky('#4F6C80', '#E9C7A0', 430) +
    disc(610, 70, 7, '#FFF8EA') +
    trace +
    headland(600, 340, '#93958F') +
    headland(780, 352, '#66767D') +
    water(chance, 426, '#5D7F8C', '#F3D9B4') +
    ridge(chance, 655, 110, '#1F333D')
  )
}

/** A lake before hills, and two cooling towers doubled in it. */
export function reactor(chance: Chance): string {
  const tower = (
    x: number,
    base: number,
    tall: number,
    flip: number,
    fill: string,
    opacity: number,
  ): string =>
    `<path d="M${x - 92} ${base}C${x - 58} ${base - flip * tall * 0.5} ${x - 50} ${base - flip * tall * 0.75} ${x - 60} ${base - flip * tall}H${x + 60}C${x + 50} ${base - flip * tall * 0.75} ${x + 58} ${base - flip * tall * 0.5} ${x + 92} ${base}Z" fill="${fill}" opacity="${opacity}"/>`
  const plumes = Array.from({ length: 16 }, (_, i) =>
    disc(430 + i * 24 + chance() * 20, 168 - i * 8 - chance() * 14, 26 + i * 3.4, '#F2F1E8', 0.16),
  )
  return (
    sky('#9DB4B0', '#E8E4D2', 450) +
    ridges(chance, '#B4C2BA', '#6C857F', 3, 390, 450) +
    plumes.join('') +
    tower(440, 446, 250, 1, '#DCDACC', 1) +
    `<path d="M440 446H532C498 321 490 258 500 196H470C466 300 466 380 470 446Z" fill="#A9B0A6" opacity="0.6"/>` +
    tower(670, 446, 205, 1, '#C3C7BB', 1) +
    box(770, 384, 190, 62, '#566F6B') +
    box(800, 352, 70, 34, '#48605D') +
    box(930, 300, 10, 146, '#48605D') +
    water(chance, 446, '#7F9C99', '#EDE9D8') +
    tower(440, 446, 150, -1, '#DCDACC', 0.28) +
    tower(670, 446, 120, -1, '#C3C7BB', 0.25) +
    ridge(chance, 668, 60, '#2A423F', 0.4)
  )
}

/** Lorries with their lamps on a coast road by night. */
export function convoy(chance: Chance): string {
  const stars = Array.from({ length: 90 }, () =>
    disc(chance() * width, chance() * 330, 0.7 + chance() * 1.2, '#DDE6EE', 0.35 + chance() * 0.5),
  )
  const lorry = (x: number, y: number, size: number): string =>
    shape(
      [
        [x + size * 1.7, y - size * 0.18],
        [x + size * 2.9, y + size * 0.16],
        [x + size * 2.9, y - size * 0.3],
      ],
      '#F4D89A',
      0.13,
    ) +
    box(x, y - size * 1.15, size * 1.25, size * 1.15, '#0E1A26') +
    box(x + size * 1.29, y - size * 0.85, size * 0.42, size * 0.85, '#16283A') +
    [0.22, 0.5, 1.5].map((at) => disc(x + size * at, y + size * 0.02, size * 0.13, '#060C12')).join('') +
    disc(x + size * 1.7, y - size * 0.18, size * 0.07, '#FFF3CF') +
    disc(x, y - size * 0.2, size * 0.06, '#C65B45')
  return (
    sky('#16273A', '#4F6A7C', 400) +
    stars.join('') +
    disc(905, 120, 38, '#E8E3CF', 0.92) +
    ridges(chance, '#41596B', '#2C4356', 2, 392, 432) +
    water(chance, 430, '#2B4457', '#9CB3BF') +
    shape(
      [
        [0, 560],
        [width, 500],
        [width, height],
        [0, height],
      ],
      '#1B2B38',
    ) +
    line(
      [
        [0, 588],
        [width, 524],
      ],
      '#6D7C83',
      3,
      0.5,
    ) +
    lorry(130, 596, 96) +
    lorry(430, 578, 88) +
    lorry(710, 560, 80) +
    ridge(chance, 690, 60, '#0B141C', 0.5)
  )
}

/** A dish on a mast above the roofs of a town, sweeping. */
export function radar(chance: Chance): string {
  const rings = Array.from(
    { length: 6 },
    (_, i) =>
      `<path d="M${730 + i * 46} ${70 + i * 4}A${250 + i * 60} ${250 + i * 60} 0 0 1 ${790 + i * 60} ${330 + i * 14}" fill="none" stroke="#F3E4CB" stroke-width="3" opacity="${0.5 - i * 0.07}"/>`,
  )
  const roofs = Array.from({ length: 26 }, (_, i) => {
    const [x, tall] = [i * 48 - 12, 26 + chance() * 54]
    const fill = mix('#2C3335', '#3B4344', chance())
    return (
      box(x, height - tall, 50, tall, fill) +
      (chance() < 0.5 ? box(x + 14, height - tall + 14, 7, 9, '#E7B972', 0.8) : '')
    )
  })
  return (
    sky('#7F8C86', '#E7C99B') +
    rings.join('') +
    ridges(chance, '#B3A583', '#6C6F62', 3, 470, 590) +
    `<path d="M150 ${height}C330 470 420 430 560 424C700 430 820 520 1010 ${height}Z" fill="#42493F"/>` +
    line(
      [
        [516, 430],
        [556, 250],
        [596, 430],
      ],
      '#23292A',
      9,
    ) +
    line(
      [
        [526, 390],
        [588, 390],
        [536, 340],
        [578, 340],
        [530, 390],
      ],
      '#23292A',
      4,
    ) +
    `<g transform="translate(560 236) rotate(-24)"><path d="M-20 -120Q70 0 -20 120Q-62 0 -20 -120Z" fill="#2B3233"/><path d="M-20 -120Q70 0 -20 120" fill="none" stroke="#D9CBAE" stroke-width="4"/><path d="M10 -40L108 0L10 40" fill="none" stroke="#2B3233" stroke-width="5"/><circle cx="108" cy="0" r="9" fill="#2B3233"/></g>` +
    roofs.join('')
  )
}

/** Sea cliffs, one behind the other, over pale water. */
export function northCape(chance: Chance): string {
  const cliff = (left: number, top: number, fill: string): string => {
    const points: [number, number][] = [[left, 520]]
    for (let x = left; x <= width; x += 22)
      points.push([
        x + (chance() - 0.5) * 16,
        top + Math.max(0, 120 - (x - left)) * 1.1 + (chance() - 0.5) * 26,
      ])
    return shape([...points, [width, 520]], fill)
  }
  const birds = Array.from({ length: 9 }, () => {
    const [x, y] = [160 + chance() * 460, 110 + chance() * 150]
    return `<path d="M${x} ${y}q7 -8 13 0q7 -8 13 0" fill="none" stroke="#3C4A52" stroke-width="2.4"/>`
  })
  return (
    sky('#AEBFC6', '#EDEAE0', 500) +
    birds.join('') +
    cliff(430, 250, '#A4B2B6') +
    cliff(600, 200, '#7C8E96') +
    cliff(790, 150, '#53666F') +
    cliff(980, 110, '#2F4049') +
    water(chance, 500, '#B4C4C6', '#F7F5EC') +
    ridge(chance, 692, 60, '#24333B', 0.7)
  )
}
