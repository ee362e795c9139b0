/** Lines that separate a notice from the returned message, as written by many servers. */
const marks = [
  /^[-=_* ]{2,40}[^-=_*].{0,40}\b(?:original|returned|unsent|undelivered|copy of (?:the|your)|header of)\b/i,
  /^[-= ]{2,40}(?:original|returned|unsent|undelivered|below this line is a copy of|enclosed is a copy of)\b/i,
  /^\s{0,40}(?:original message follows|message headers? follows?|the original message (?:headers? )?(?:follows|is (?:below|attached|included))|your (?:original )?message (?:headers?|reads)|unsent message below)\b.{0,80}[.:]*\s*$/i,
  /^\s{0,40}(?:this|included|enclosed|attached|below|following|here)\b.{0,20}\b(?:is|are) (?:a copy|the (?:(?:first|top) |original |returned |message |header)|your (?:original )?message)\b/i,
  /^\s{0,40}-{0,10}\s?the (?:header|(?:first|top) \d{1,4}|first part|body|text)\b.{0,40}\bmessage\b/i,
  /^(?:received|return-path):\s?\S/i,
]
const longestMark = 160

/** Splits a text into the notice and what follows it. */
export function splitNotice(text: string): { notice: string; rest: string } {
  let at = 0
  for (const line of text.split('\n')) {
    const start = line.slice(0, longestMark)
    if (at > 0 && marks.some((mark) => mark.test(start)))
      return { notice: text.slice(0, at), rest: text.slice(at) }
    at += line.length + 1
  }
  return { notice: text, rest: '' }
}
