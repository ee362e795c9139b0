import { expect, test } from 'vitest'
import { oneLine } from '../../src/core/text/text.ts'

test.each([
  ['turns of direction', 'Seals \u202Edetnuoc\u202C in \u2067hall\u2069 4\u200F\u061C', 'Seals detnuoc in hall 4'],
  ['soft hyphens and joiners of words', 'Urani\u00ADum\u2060 en\u200Brich\u034Fment', 'Uranium enrichment'],
  ['marks of byte order', '\uFEFFTalks\uFEFF resume', 'Talks resume'],
  ['tags that hide a text', 'Talks\u{E0001}\u{E0068}\u{E0069}\u{E007F}', 'Talks'],
  ['tags behind a flag that is none', '🏴\u{E0067}\u{E0068}\u{E0069}\u{E007F}', '🏴'],
  ['fillers that look like nothing', '\u3164Talks\uFFA0', 'Talks'],
  ['signs of musical notation and annotations', 'a\u{1D173}b\uFFF9c\uFFFB', 'abc'],
  ['lines and blanks of all kinds', ' one\u2028two\u2029three\u0085four\tfive\u00A0\u3000six\n', 'one two three four five six'],
  ['a blank on both sides of what goes', 'one \u200B two', 'one two'],
])('%s are taken out of a line', (_, text, line) => {
  expect(oneLine(text)).toBe(line)
}) // prettier-ignore

test.each([
  ['joined emoji', '👩\u200D🚀 and 👨\u200D👩\u200D👧'],
  ['flags of parts of a country', '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F} wins'],
  ['the form of an emoji', '❤\uFE0F and ☎\uFE0E'],
  ['parted words of Persian', 'می\u200Cشود'],
  ['conjuncts of Hindi', 'क्\u200Dष'],
  ['marks on letters', 'e\u0301'],
])('%s stay whole', (_, text) => {
  expect(oneLine(text)).toBe(text)
})
