import type { AddressObject, ParsedMail } from 'mailparser'

/** An e-mail in a list. */
export interface MailSummary {
  id: string
  /** The time of arrival. */
  receivedAt: Temporal.Instant
  from: string
  to: string
  subject: string
  /** The Date header; null if there is none. */
  date: Temporal.Instant | null
}

/** An e-mail for a viewer. All of it comes from outside: the HTML is not sanitised. */
export interface MailContent extends MailSummary {
  html: string
  text: string
  /** Headers as written, unfolded, in order. */
  headers: { name: string; value: string }[]
  /** The original bytes. */
  bytes: Buffer
}

/** The parser is loaded on first use: few processes need it. */
async function parsed(bytes: Buffer): Promise<ParsedMail> {
  const { simpleParser } = await import('mailparser')
  return simpleParser(bytes, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true })
}

function addresses(field: AddressObject | AddressObject[] | undefined): string {
  return [field ?? []]
    .flat()
    .map((one) => one.text)
    .join(', ')
}

function summary(id: string, receivedAt: Temporal.Instant, mail: ParsedMail): MailSummary {
  // For an invalid Date header the parser returns the present time.
  const written = mail.headerLines.find((line) => line.key === 'date')?.line ?? ''
  const readable = mail.date && /\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}/.test(written)
  return {
    id,
    receivedAt,
    from: addresses(mail.from),
    to: addresses(mail.to),
    subject: mail.subject ?? '',
    date: readable && mail.date ? Temporal.Instant.fromEpochMilliseconds(mail.date.getTime()) : null,
  }
}

/** Reads an e-mail for a list; `head` is its beginning up to the empty line after the headers. */
export async function readSummary(
  id: string,
  receivedAt: Temporal.Instant,
  head: Buffer,
): Promise<MailSummary> {
  return summary(id, receivedAt, await parsed(head))
}

export async function readContent(
  id: string,
  receivedAt: Temporal.Instant,
  bytes: Buffer,
): Promise<MailContent> {
  const mail = await parsed(bytes)
  const headers = mail.headerLines.map(({ line }) => {
    const colon = line.indexOf(':')
    return {
      name: line.slice(0, colon),
      value: line
        .slice(colon + 1)
        .replace(/\r?\n/g, '')
        .trim(),
    }
  })
  return {
    ...summary(id, receivedAt, mail),
    html: mail.html || '',
    text: mail.text ?? '',
    headers,
    bytes,
  }
}
