import type { AddressObject, ParsedMail } from 'mailparser'

/** One line of a list of mails. */
export interface MailSummary {
  id: string
  /** When it came in. */
  receivedAt: Temporal.Instant
  from: string
  to: string
  subject: string
  /** The Date header; null where there is none. */
  date: Temporal.Instant | null
}

/** A mail as a viewer shows it. All of it came from outside: the HTML is as it was sent. */
export interface MailContent extends MailSummary {
  html: string
  text: string
  /** Headers as written, unfolded, in order. */
  headers: { name: string; value: string }[]
  /** The very bytes. */
  bytes: Buffer
}

/** What takes mails apart is loaded when one is read: few processes do. */
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
  // The parser gives the present time for a Date header that it cannot read.
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

/** Reads what a list shows; `head` is the mail up to the empty line after its headers. */
export async function readSummary(
  id: string,
  receivedAt: Temporal.Instant,
  head: Buffer,
): Promise<MailSummary> {
  return summary(id, receivedAt, await parsed(head))
}

/** Takes a mail apart. */
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
