import { oneLine } from '../../core/text/text.ts'

/** The code point of zero in each set of digits: Arabic, Persian, Devanagari, Bengali. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6]

function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  const zero = zeros.find((each) => code >= each && code <= each + 9)
  return zero === undefined ? digit : String(code - zero)
}

/** Filler words between the parts of a date, in the languages of `date-names.ts`. */
const small = 'at|on|the|of|de|del|dei|der|den|di|do|du|le|el|am|um|om|à|às|a las|a les|a la|alle|ore|klo|kl|ob|в|о|г|года|році|року|р|dnia|godz|uhr|uur|hrs?|hs|ora|στις|saat|pukul|jam|dne|v' // prettier-ignore
const smallWords = new RegExp(`(?<![\\p{L}\\p{N}])(?:${small})\\.?(?![\\p{L}\\p{N}])`, 'giu')

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

/** Normalises times: `2:30 p. m.` to `2:30pm`, `14h30` and `14 h` to `14:30` and `14:00`. */
const hours = (text: string): string =>
  text
    .replace(/(\d) ?([ap])\.? ?m\b\.?/gi, '$1$2m')
    .replace(/(?<![\d:.])(\d{1,2}) ?h ?(\d{2})\b/gi, '$1:$2')
    .replace(/(?<![\d:.])(\d{1,2}) ?h(?!\p{L})/giu, '$1:00')
    .replace(/(:\d{2}),(?=\d{1,9}(?!\d))/g, '$1.')

/** Keeps a zone in brackets unless another precedes it; anything else in brackets repeats what is already there. */
const brackets = (text: string): string =>
  text
    .replace(/\[[\w/+-]{1,40}\]$/, '')
    .replace(/(:\d{2}(?:[ap]m)?) ?\(([A-Z]{1,5}|(?:UTC|GMT) ?[+-]\d{1,2}(?::?\d{2})?)\)$/i, '$1 $2')
    .replace(/\([^()]*\)/g, ' ')

/**
 * Reduces a date to a canonical spelling, so that few forms are needed: digits become 0 to 9, commas and lone dashes become spaces, and
 * labels and filler words are removed.
 */
export function tidyDate(written: string): string {
  const text = oneLine(written)
    .replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef]/g, plainDigit)
    .replace(/(?<=\d)[ºª°]/g, '')
    .normalize('NFKC')
    .replace(/^\p{L}[\p{L} ]{1,20}: ?(?=\S)/u, '')
  return (
    hours(eastern(brackets(text)))
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
