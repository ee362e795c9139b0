/** The beginning of a wire story: "VIENNA, March 3 (Reuters) - ". */
interface Dateline {
  /** The place as written; null if there is only an agency. */
  place: string | null
  agency: string | null
  /** The text after it. */
  rest: string
}

const months =
  '(?:Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)'
const capitals = "\\p{Lu}[\\p{Lu}.'’-]*(?:[ /]\\p{Lu}[\\p{Lu}.'’-]*){0,4}"
const titled = "\\p{Lu}[\\p{L}.'’-]*(?:[ /]\\p{Lu}[\\p{L}.'’-]*){0,4}"
const day = `(?:${months} \\d{1,2}|\\d{1,2} ${months})(?:,? \\d{4})?`
const date = `(?:,? (?:${day}|\\(${day}\\)))`
const region = `(?:, ${titled})`
// Must not be a date: "(Dec. 12)" is no agency.
const agency = `\\((?!${day}\\))(\\p{Lu}[\\p{L}\\p{N} /.&-]{1,29}|dpa)\\)`
const wires =
  '(Reuters|AP|AFP|UPI|ANI|PTI|IANS|IRNA|ISNA|KCNA|Kyodo|Yonhap|Xinhua|Interfax|ITAR-TASS|TASS|RIA Novosti|dpa|DPA|EFE|ANSA|APA|ATS|Bloomberg|CNN|BBC)'
// A dateline is short; hostile text may be long.
const longest = 160
const dash = '\\s*(?:--|[-–—])\\s*'
const byline = `(?:By ${titled}(?:, ${titled})? (?=${capitals}.{0,60}(?:--|[-–—])))?`

// Each form requires something with which a plain sentence does not begin.
const forms: { pattern: RegExp; place: number | null; agency: number | null }[] = [
  {
    pattern: new RegExp(`^${byline}(${titled}${region}?)${date}?(?: ?|${dash})${agency}${dash}`, 'u'),
    place: 1,
    agency: 2,
  },
  // Without a dash, "Iran (IAEA) said" is a sentence, so only known wires count.
  { pattern: new RegExp(`^(${titled}${region}?)${date}? ?\\(${wires}\\):? ?`, 'u'), place: 1, agency: 2 },
  { pattern: new RegExp(`^${wires}\\s(?:--|[-–—])\\s`, 'u'), place: null, agency: 1 },
  {
    pattern: new RegExp(`^${byline}(${capitals}${region}?)${date}?\\s?(?:--|[–—]|- )\\s*`, 'u'),
    place: 1,
    agency: null,
  },
  { pattern: new RegExp(`^(${titled}${region}?)${date}${dash}`, 'u'), place: 1, agency: null },
  { pattern: new RegExp(`^(${capitals}${region}?)${date}: `, 'u'), place: 1, agency: null },
  { pattern: new RegExp(`^\\(${wires}\\)\\s?(?=\\p{Lu})`, 'u'), place: null, agency: 1 },
  { pattern: new RegExp(`^${agency}${dash}`, 'u'), place: null, agency: 1 },
]
const organisations = new Set([
  'NATO',
  'IAEA',
  'OPEC',
  'OPCW',
  'UNICEF',
  'UN',
  'EU',
  'US',
  'UK',
  'BREAKING',
  'EXCLUSIVE',
  'UPDATE',
  'VIDEO',
])

/** What all forms require; most texts fail this test. */
const mayBegin = /^(?:\(|(?:\p{Lu}|dpa).*[(:–—-])/su

/** Splits the dateline from the beginning of a text; without one, `rest` is the whole text. */
export function readDateline(text: string): Dateline {
  const start = text.slice(0, longest)
  for (const form of mayBegin.test(start) ? forms : []) {
    const match = form.pattern.exec(start)
    if (!match) continue
    const place = form.place === null ? null : (match[form.place] ?? null)
    if (place !== null && (place.length < 3 || organisations.has(place))) continue
    return {
      place,
      agency: form.agency === null ? null : (match[form.agency] ?? null),
      rest: text.slice(match[0].length).trimStart(),
    }
  }
  return { place: null, agency: null, rest: text }
}
