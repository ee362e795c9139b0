import { withoutMarks } from '../core/text/slots.ts'
import { oneLine } from '../core/text/text.ts'
import { withoutBreaks } from './no-break.ts'
import { typographic } from './typographic.ts'

/** Text from outside as a mail shows it: safe of marks, in one line, with the quotes and blanks of its language (BCP 47). */
export function typeset(text: string, language: string): string {
  return withoutBreaks(typographic(oneLine(withoutMarks(text)), language), language)
}
