/** Pages and mails write dates in some ten ways in each of a few languages. */
const mostForms = 200
/** Texts of one form: a page shows the dates of a few days, again and again. */
const mostTexts = 100

interface Kept {
  format: Intl.DateTimeFormat
  texts: Map<string, string>
}

const kept = new Map<string, Kept>()

/**
 * A date as a language writes it. Formatted as the instant of its midnight, since of a plain date `Intl` leaves out the signs for year, month and day of
 * Japanese and Chinese. Kept, as making a format takes a hundred times as long as using it, and that a hundred times as long as looking up.
 */
export function dateIn(language: string, form: Intl.DateTimeFormatOptions, date: Temporal.PlainDate): string {
  const { format, texts } = formOf(language, form)
  const iso = date.toString()
  const text = texts.get(iso) ?? format.format(date.toZonedDateTime('UTC').epochMilliseconds)
  if (texts.size >= mostTexts) texts.clear()
  texts.set(iso, text)
  return text
}

function formOf(language: string, form: Intl.DateTimeFormatOptions): Kept {
  const key = `${language} ${JSON.stringify(form)}`
  const known = kept.get(key)
  if (known) return known
  if (kept.size >= mostForms) kept.clear()
  const made = {
    format: new Intl.DateTimeFormat(language, { ...form, timeZone: 'UTC' }),
    texts: new Map<string, string>(),
  }
  kept.set(key, made)
  return made
}
