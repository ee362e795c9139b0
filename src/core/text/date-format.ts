/** Pages and mails write dates in some ten ways in each of a few languages. */
const most = 200
const kept = new Map<string, Intl.DateTimeFormat>()

/** A date as a language writes it. Formats are kept: to make one takes a hundred times as long as to use it. */
export function dateIn(language: string, form: Intl.DateTimeFormatOptions, date: Temporal.PlainDate): string {
  const key = `${language} ${JSON.stringify(form)}`
  const known = kept.get(key)
  if (known) return known.format(date)
  if (kept.size >= most) kept.clear()
  const made = new Intl.DateTimeFormat(language, form)
  kept.set(key, made)
  return made.format(date)
}
