const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const number = String.raw`(\d[\d,]{0,9}|(?:${tens.join('|')})(?:-(?:${units.slice(1, 10).join('|')}))?|${units.slice(1).join('|')})`
const few = String.raw`(?:\s+[\p{L}'’-]{1,20}){0,4}`
const some = String.raw`(?:\s+[\p{L}'’-]{1,20}){0,10}`

/** A number of dead before or after the word for it. */
const tolls = [
  new RegExp(String.raw`\b${number}${few}\s+(?:killed|dead|died|deaths|bodies|fatalities)\b`, 'giu'),
  new RegExp(String.raw`\b(?:kill(?:s|ed|ing)|toll|deaths?|dead)${some}\s+${number}\b`, 'giu'),
]

function valueOf(written: string): number {
  if (/^\d/.test(written)) return Number(written.replaceAll(',', ''))
  const [first = '', second = ''] = written.split('-')
  const ten = tens.indexOf(first)
  return ten === -1 ? units.indexOf(first) : (ten + 2) * 10 + Math.max(0, units.indexOf(second))
}

/** The highest death toll that a text states, as written and as a number; null if it states none. */
export function tollOf(text: string): { written: string; dead: number } | null {
  // "Killed in 2019" is not a number of dead.
  const found = tolls
    .flatMap((pattern) => [...text.matchAll(pattern)].map(([, written = '']) => written))
    .filter((written) => !/^(?:19|20)\d\d$/.test(written))
    .map((written) => ({ written, dead: valueOf(written.toLowerCase()) }))
  return found.reduce<(typeof found)[number] | null>(
    (most, one) => (most === null || one.dead > most.dead ? one : most),
    null,
  )
}
