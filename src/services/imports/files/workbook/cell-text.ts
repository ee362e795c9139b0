/** Decodes what XML cannot contain: `_x000D_` (ECMA-376, 22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([\da-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** A number as its cell shows it: at most 15 digits, never in scientific notation. */
export function numberText(written: string): string {
  const number = Number(written)
  if (written.trim() === '' || !Number.isFinite(number)) return written.trim()
  const rounded = Number(number.toPrecision(15))
  if (Math.abs(rounded) >= 1e15)
    return rounded.toExponential(14).replace(/^(-?)(\d)\.(\d{14})e\+(\d+)$/, inFull)
  if (rounded !== 0 && Math.abs(rounded) < 1e-6) return rounded.toFixed(15).replace(/0+$/, '')
  return String(rounded)
}

/** 15 significant digits, then zeros: further digits come from binary rounding, nobody typed them. */
const inFull = (_: string, sign: string, first: string, rest: string, exponent: string): string =>
  sign + (first + rest).padEnd(Number(exponent) + 1, '0')

const dayInSeconds = 86_400

/**
 * The ISO 8601 date and time of a serial number: days since the end of 1899 or since 1904; a whole number is a day, one below 1 is a time.
 * Anything else is returned unchanged.
 */
export function dateText(written: string, from1904: boolean): string {
  const number = Number(written)
  // 9999-12-31 is day 2,958,465.
  if (written.trim() === '' || !(number >= 0 && number < 2_958_466)) return numberText(written)
  // Excel counts a 29 February 1900 that never existed, so earlier days are off by one.
  const epoch = from1904 ? '1904-01-01' : number < 60 ? '1899-12-31' : '1899-12-30'
  const seconds = Math.round(number * dayInSeconds)
  const moment = Temporal.PlainDateTime.from(epoch).add({ seconds })
  if (number < 1) return moment.toPlainTime().toString({ smallestUnit: 'second' })
  return seconds % dayInSeconds === 0
    ? moment.toPlainDate().toString()
    : moment.toString({ smallestUnit: 'second' })
}
