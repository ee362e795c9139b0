/** The most cached formats: pages and e-mails use some ten in each of a few languages. */
const mostForms = 200
/** The most cached texts of one format: a page repeats the dates of a few days. */
const mostTexts = 100

interface Kept {
  format: Intl.DateTimeFormat
  texts: Map<string, string>
}

const kept = new Map<string, Kept>()

/**
 * Formats a date in a language, as the instant of its midnight: of a plain date, `Intl` leaves out the signs for year, month and day in
 * Japanese and Chinese. Cached, because creating a format takes a hundred times as long as using it, and that a hundred times as long as a
 * look-up.
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
