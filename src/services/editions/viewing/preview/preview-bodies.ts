import { decodeLiteral } from '../../../../core/text/encode.ts'

/** The text part of an e-mail made here, as sent after DATA, with parts separated by `boundary`. */
export const textOf = (mail: Buffer, boundary: string): string => partOf(mail, boundary, 1)

/** Its HTML part. */
export const htmlOf = (mail: Buffer, boundary: string): string => partOf(mail, boundary, 2)

/** Parts are quoted-printable and dot-stuffed, text first, HTML second. */
function partOf(mail: Buffer, boundary: string, index: number): string {
  const part = mail.toString('latin1').split(`\r\n--${boundary}`)[index]
  if (part === undefined) throw new Error('the mail has lost one of its parts')
  return decodeLiteral(part.slice(part.indexOf('\r\n\r\n') + 4)).replaceAll('\r\n', '\n')
}
