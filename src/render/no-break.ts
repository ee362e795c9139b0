/** Non-breaking spaces: within dates and times, and between a number and its unit. */

// Symbols are the same in all languages (SI and common use); words depend on the language.
const signs =
  '%|‰|°C?F?|km/h|km²?|k?m²|cm|mm|m|kg|mg|µg|g|t|kt|Mt|[kMGT]?Wh?|[kMG]?Hz|[kM]?Bq|[µm]?Sv|k?Pa|bar|ha|€|\\$|£|[ap]\\.m\\.|[ap]m'
const units: Record<string, string> = {
  en: 'percent|million|billion|trillion|thousand|kilomet(?:er|re)s?|met(?:er|re)s?|miles?|feet|kilograms?|grams?|tons?|tonnes?|kilotons?|megatons?|kilowatts?|megawatts?|gigawatts?|hectares?|acres?|litres?|liters?|dollars?|euros?|pounds?|degrees|hours?|minutes?|seconds?|days?|weeks?|months?|years?',
  de: 'Prozent|Millionen?|Milliarden?|Billionen?|Kilometern?|Metern?|Kilogramm|Gramm|Tonnen?|Kilotonnen|Megatonnen|Megawatt|Gigawatt|Hektar|Litern?|Dollar|Euro|Franken|Grad|Uhr|Stunden?|Minuten?|Tagen?|Wochen?|Monaten?|Jahren?',
  es: 'por|millones|millón|mil|kilómetros?|metros?|kilos?|kilogramos?|toneladas?|megavatios|hectáreas|litros?|dólares|euros?|grados|horas?|minutos?|días?|semanas?|meses|años?',
  fr: 'pour|millions?|milliards?|mille|kilomètres?|mètres?|kilogrammes?|grammes?|tonnes?|mégawatts?|hectares?|litres?|dollars?|euros?|degrés|heures?|minutes?|jours?|semaines?|mois|ans?',
  he: 'אחוז(?:ים)?|מיליון|מיליארד|אלף|ק״מ|מטרים|טון|קילוגרם|מגה־ואט|דולר(?:ים)?|שקל(?:ים)?|אירו|שעות|דקות|ימים|שבועות|חודשים|שנים',
  it: 'per|milioni|miliardi|mila|chilometri|metri|chilogrammi|tonnellate|megawatt|ettari|litri|dollari|euro|gradi|ore|minuti|giorni|settimane|mesi|anni',
  pt: 'por|milhões|bilhões|mil|quilômetros|quilómetros|metros|toneladas|megawatts|hectares|litros|dólares|euros|graus|horas|minutos|dias|semanas|meses|anos',
}

const months = (language: string, length: 'long' | 'short'): string[] =>
  Array.from({ length: 12 }, (_, index) =>
    Temporal.PlainDate.from({ year: 2026, month: index + 1, day: 1 })
      .toLocaleString(language, { month: length, day: 'numeric' })
      .replace(/[\d\s.,]+|日|de /gu, ' ')
      .trim(),
  ).filter((name) => /^\p{L}{2,}$/u.test(name))

interface Rules {
  blank: string
  number: RegExp
  dayFirst: RegExp
  monthFirst: RegExp
}

function rulesOf(language: string): Rules {
  const primary = language.toLowerCase().split('-')[0] ?? ''
  const names = [...new Set([...months(language, 'long'), ...months(language, 'short')])].join('|') || '(?!)'
  const after = String.raw`(?![\p{L}\p{N}])`
  const all = [signs, units[primary]].filter(Boolean).join('|')
  return {
    // French uses a narrow space before units.
    blank: primary === 'fr' ? '\u202F' : '\u00A0',
    number: new RegExp(String.raw`(?<=\d) (?=(?:${all})${after})`, 'gu'),
    dayFirst: new RegExp(String.raw`(?<=\d\.?) (?=(?:${names})${after})`, 'gu'),
    monthFirst: new RegExp(String.raw`(?<=(?<!\p{L})(?:${names})\.?) (?=\d)`, 'gu'),
  }
}

const known = new Map<string, Rules>()

/** A text with non-breaking spaces in dates and measures, by the rules of a language (BCP 47). */
export function withoutBreaks(text: string, language: string): string {
  if (!/\d/.test(text)) return text
  let rules = known.get(language)
  if (!rules) known.set(language, (rules = rulesOf(language)))
  return text
    .replace(rules.number, rules.blank)
    .replace(rules.dayFirst, '\u00A0')
    .replace(rules.monthFirst, '\u00A0')
}
