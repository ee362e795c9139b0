const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const time = '(?:[,;|·•@ T–-]{1,3}(?:at )?(\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2})?(?: ?[ap]\\.?m\\b\\.?)?)(?: ?\\(?((?:[A-Z]{2,4}T|UTC|GMT|Z)\\b|[+-]\\d{2}:?\\d{2}))?)?'

const forms = [
  new RegExp(`\\b(\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?: ?(?:Z|[+-]\\d{2}:?\\d{2}))?)?)`),
  new RegExp(`\\b(${month} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})\\b${time}`, 'i'),
  new RegExp(`\\b(\\d{1,2}(?:st|nd|rd|th)?[ -](?:of )?${month},?[ -]\\d{4})\\b${time}`, 'i'),
  new RegExp(`\\b(\\d{1,2}[./-]\\d{1,2}[./-]\\d{4})\\b${time}`),
  new RegExp(`\\b(\\d{4}/\\d{2}/\\d{2})\\b${time}`),
]

/** The first date written in a short text such as “Posted on 22 November 2026, 9:00 am GMT”, as a date alone. */
export function dateWithin(text: string): string | null {
  const start = text.slice(0, 300)
  const found = forms.map((form) => form.exec(start)).filter((match) => match !== null)
  const [first] = found.sort((a, b) => a.index - b.index)
  if (!first) return null
  const [, day, hour, zone] = first
  return [day?.replace(/\bof /i, ''), hour, zone].filter(Boolean).join(' ')
}
