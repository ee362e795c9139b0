import { describe, expect, test } from 'vitest'
import { typeset } from '../../src/render/typeset.ts'
import { typographic } from '../../src/render/typographic.ts'

describe('straight quotes become those of the language', () => {
  test.each([
    ['en', `"We will see," she said. "It's late."`, '“We will see,” she said. “It’s late.”'],
    ['en', `She said: "He told me 'no' twice."`, 'She said: “He told me ‘no’ twice.”'],
    ['en', `He called it 'a "grave" matter'`, 'He called it ‘a “grave” matter’'],
    ['en', `("asked")—"again"`, '(“asked”)—“again”'],
    ['en', `"in 2024" it ended`, '“in 2024” it ended'],
    ['de', `Er sagte: "Das ist's", und 'so'`, 'Er sagte: „Das ist’s“, und ‚so‘'],
    ['de-CH', `Er sagte: "Nein"`, 'Er sagte: «Nein»'],
    ['fr', `Il dit "non" à l'accord`, 'Il dit «\u202Fnon\u202F» à l’accord'],
    ['es', `Dijo "no" hoy`, 'Dijo «no» hoy'],
    ['ru', `Он сказал "нет"`, 'Он сказал «нет»'],
    ['sv', `Hon sa "nej"`, 'Hon sa ”nej”'],
    ['ja', `彼は "いいえ" と`, '彼は 「いいえ」 と'],
    ['he', `דו"ח אמר "לא" לג'ורג'`, 'דו״ח אמר ”לא” לג׳ורג׳'],
    ['xx', `"so"`, '“so”'],
  ])('%s: %s', (language, text, shown) => {
    expect(typographic(text, language)).toBe(shown)
  })
})

describe('apostrophes', () => {
  test.each([
    [`rock 'n' roll of the '90s, class of '98`, 'rock ’n’ roll of the ’90s, class of ’98'],
    [`ministers' talks and the ministers' "red line"`, 'ministers’ talks and the ministers’ “red line”'],
    [`'The ministers' talks' end`, '‘The ministers’ talks’ end'],
    [`'Tis so. 'We go,' said O'Brien's aide`, '’Tis so. ‘We go,’ said O’Brien’s aide'],
    [`the 1990's`, 'the 1990’s'],
  ])('%s', (text, shown) => {
    expect(typographic(text, 'en')).toBe(shown)
  })
})

describe('other characters are unchanged', () => {
  test.each([
    'a 6" pipe and a 5\' 11" fence',
    'set a="b" and `say "x"` in {"key":1}',
    'https://example.org/?q="a"',
    '“done” and it’s “fine”',
  ])('%s', (text) => {
    expect(typographic(text, 'en')).toBe(text)
  })

  test('a text of quotes alone takes linear time', () => {
    const of = (count: number) => typographic(`"' `.repeat(count), 'en').length
    expect(of(20_000)).toBe(2 * of(10_000))
  })
})

describe('dates, times and measures do not break', () => {
  test.each([
    ['en', 'On 20 November at 5 p.m., 5 million', 'On 20~November at 5~p.m., 5~million'],
    ['en', 'March 4, 2026: 20 percent of 3 km', 'March~4, 2026: 20~percent of 3~km'],
    ['de', 'am 20. November um 7 Uhr', 'am 20.~November um 7~Uhr'],
    ['fr', 'le 20 novembre, 20 %', 'le 20~novembre, 20^%'],
    ['en', 'In 2026 nothing of it', 'In 2026 nothing of it'],
  ])('%s: %s', (language, text, shown) => {
    expect(typeset(text, language).replaceAll('\u00A0', '~').replaceAll('\u202F', '^')).toBe(shown)
  })
})
