import { oneLine } from '../../core/text/text.ts'

/** The code point of zero in each set of digits: Arabic, Persian, Devanagari, Bengali, Thai. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50]

function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  const zero = zeros.find((each) => code >= each && code <= each + 9)
  return zero === undefined ? digit : String(code - zero)
}

/** Filler words between the parts of a date, in the languages of `date-names.ts`. */
const small = 'at|on|the|of|de|del|dei|der|den|di|do|du|le|el|am|um|om|à|às|a las|a les|a la|alle|ore|klo|kl|ob|в|о|г|года|році|року|р|dnia|godz|uhr|uur|hrs?|hs|ora|στις|saat|pukul|jam|dne|v' // prettier-ignore
const smallWords = new RegExp(`(?<![\\p{L}\\p{N}])(?:${small})\\.?(?![\\p{L}\\p{N}])`, 'giu')

/** What to add to a year of each era. */
const eras: Record<string, number> = { 令和: 2018, 平成: 1988, 民國: 1911, 民国: 1911 }

const eraYears = (text: string): string =>
  text.replace(
    /(?:中華)?(令和|平成|民國|民国) ?(\d{1,3}|元) ?年/g,
    (_, era: string, year: string) => `${(eras[era] ?? 0) + (year === '元' ? 1 : Number(year))}年`,
  )

/** The two-word months of the Levant, with the single word used elsewhere in Arabic. */
const levantine: [RegExp, string][] = [
  [/كانون (?:الثاني|ثاني)/g, 'يناير'],
  [/تشرين (?:الأول|الاول|أول)/g, 'أكتوبر'],
  [/تشرين (?:الثاني|ثاني)/g, 'نوفمبر'],
  [/كانون (?:الأول|الاول|أول)/g, 'ديسمبر'],
]

/** Normalises names of months: without prefixes and dots, each once. */
const months = (text: string): string =>
  levantine
    .reduce((all, [name, plain]) => all.replace(name, plain), text)
    // Both names of one month: Levantine and Egyptian.
    .replace(/(\p{Script=Arabic}{3,10}) ?\/ ?\p{Script=Arabic}{3,10}(?= ?\d{4})/gu, '$1')
    // Hebrew joins “in” to the name of the month.
    .replace(/(?<=\d )ב(?=\p{Script=Hebrew}{3})/gu, '')
    // Thai abbreviates names with dots, and Buddhist years to two digits.
    .replace(/(?<=[\u0e00-\u0e4f])\.(?=[\u0e00-\u0e4f])/g, '')
    .replace(/(\d{1,2} [\u0e00-\u0e4f]{2,15}\.? )(\d{2})(?![\d:])/g, '$125$2')
    .replace(/(?:ngày )?(\d{1,2}) tháng (\d{1,2})(?: năm|,)? (\d{4})/gi, '$3-$2-$1')
    .replace(/(\d{1,2})(\p{L}{3})(\d{4}|\d{2}(?= ))/gu, '$1 $2 $3')

const afternoon = /^(?:下午|午後|오후)/

/** Chinese, Japanese and Korean write units after the numbers, and the half of the day before the hour. */
const eastern = (text: string): string =>
  text
    .replace(/(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일号號]?/g, '$1-$2-$3 ')
    .replace(/(?:星期|周|週)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일/g, ' ')
    .replace(
      /(\d{1,2}) ?[時时點点시] ?(\d{1,2}) ?[分분](?: ?(\d{1,2}) ?[秒초])?/g,
      (_, hour, minute, second) => [hour, minute, second].filter(Boolean).join(':'),
    )
    .replace(
      /(上午|午前|오전|下午|午後|오후) ?(\d{1,2}:\d{2}(?::\d{2})?)/g,
      (_, half: string, time: string) => (afternoon.test(half) ? `${time}pm` : `${time}am`),
    )

/** Normalises times: `9:5:7` to `9:05:07`, `2:30 p. m.` to `2:30pm`, `14h30` and `14 h` to `14:30` and `14:00`. */
const hours = (text: string): string =>
  text
    .replace(/(\d) ?([ap])\.? ?m\b\.?/gi, '$1$2m')
    .replace(/(?<![\d:.])(\d{1,2}) ?h ?(\d{2})\b/gi, '$1:$2')
    .replace(/(?<![\d:.])(\d{1,2}) ?h(?!\p{L})/giu, '$1:00')
    .replace(/(:\d{2}),(?=\d{1,9}(?!\d))/g, '$1.')
    .replace(/(?<=\d):(\d)(?=:|[ap]m|\s|$)/gi, ':0$1')

const americanZones: Record<string, string> = { eastern: 'ET', central: 'CT', mountain: 'MT', pacific: 'PT' }

/** Normalises zones that are repeated or written as words: `+00:00Z`, `+0000 GMT`, `ZZ`, `Eastern Time`. */
const zones = (text: string): string =>
  text
    .replace(/([+-]\d{2}:?\d{2}) ?(?:GMT|UTC|Z)$/i, '$1')
    .replace(/(?<=\d)Z{2,3}$/i, 'Z')
    .replace(
      /(?<=\d|[ap]m) (eastern|central|mountain|pacific)(?: (?:standard|daylight))?(?: time)?$/i,
      (_, name: string) => ` ${americanZones[name.toLowerCase()] ?? name}`,
    )

/** Keeps a zone in brackets unless another precedes it; anything else in brackets repeats what is already there. */
const brackets = (text: string): string =>
  text
    .replace(/\[[\w/+-]{1,40}\]$/, '')
    .replace(/(:\d{2}(?:[ap]m)?) ?\(([A-Z]{1,5}|(?:UTC|GMT) ?[+-]\d{1,2}(?::?\d{2})?)\)$/i, '$1 $2')
    .replace(/\([^()]*\)/g, ' ')

/** A text in which digits are 0 to 9, years those of 2026, and each name of a month is one word as in other languages. */
export const plainNames = (text: string): string =>
  eraYears(
    months(text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/g, plainDigit)),
  )

/**
 * Reduces a date to a canonical spelling, so that few forms are needed: digits become 0 to 9, commas and lone dashes become spaces, and
 * labels and filler words are removed.
 */
export function tidyDate(written: string): string {
  const text = plainNames(oneLine(written))
    .replace(/(?<=\d)[ºª°]/g, '')
    .normalize('NFKC')
    .replace(/^\p{L}[\p{L} ]{1,20}: ?(?=\S)/u, '')
    .replace(/^["“”]|["“”]$/g, '')
  return (
    hours(eastern(zones(brackets(text))))
      .replace(/[,،、;]/g, ' ')
      .replace(/(\/\d{4}):(?=\d{2}:)/, '$1 ')
      .replace(/(?<!\d)(\d{1,4}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{1,4})(?!\d)/, '$1$2$3$2$4')
      .replace(/ [-–—|@•·/:] |’|'/g, ' ')
      .replace(smallWords, ' ')
      // Catalan and French elide the preposition: d’abril.
      .replace(/(?<=\d )d (?=\p{L})/u, '')
      .replace(/\s+/g, ' ')
      .replace(/^ | \.?$|(?<=\d)\.$/g, '')
      .trim()
  )
}
