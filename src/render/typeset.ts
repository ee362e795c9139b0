import { withoutMarks } from '../core/text/slots.ts'
import { oneLine } from '../core/text/text.ts'
import { withoutBreaks } from './no-break.ts'
import { typographic } from './typographic.ts'

/** Text from outside for e-mails: without slot marks, on one line, with the quotation marks and spaces of its language (BCP 47). */
export function typeset(text: string, language: string): string {
  return withoutBreaks(typographic(oneLine(withoutMarks(text)), language), language)
}
