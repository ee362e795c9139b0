import { decodeLiteral } from '../../../core/text/encode.ts'

/**
 * The two readable bodies of a mail that this context has made, as it follows DATA: text first, HTML second, each
 * quoted-printable and dot-stuffed, in parts set off by `boundary`.
 */
export function bodiesOf(mail: Buffer, boundary: string): { text: string; html: string } {
  const [, text, html] = mail.toString('latin1').split(`\r\n--${boundary}`)
  return { text: bodyOf(text), html: bodyOf(html) }
}

function bodyOf(part: string | undefined): string {
  if (part === undefined) throw new Error('the mail has lost one of its parts')
  return decodeLiteral(part.slice(part.indexOf('\r\n\r\n') + 4)).replaceAll('\r\n', '\n')
}
