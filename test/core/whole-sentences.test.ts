import { describe, expect, test } from 'vitest'
import { sentences } from '../../src/core/text/sentences.ts'
import { fitted, sentencesWithin, wholeHeadline, withoutCutOff } from '../../src/core/text/whole-sentences.ts'

describe('a text truncated by its source', () => {
  const whole = 'Inspectors came back to the hall on Monday.'
  test.each([
    `${whole} They had been away for five…`,
    `${whole} They had been away for ... [Read more]`,
    `${whole} They had been away for […]`,
    `${whole} They had been [...]`,
    `${whole} They had been away … Continue reading`,
    `${whole} They had been away for five [+1204 chars]`,
    `${whole} […]`,
    `${whole} Continue reading →`,
    `${whole} They had been… Weiterlesen`,
  ])('ends at its last whole sentence: %s', (text) => {
    expect(withoutCutOff(text)).toBe(whole)
  })

  test('ends at its last clause if it has no whole sentence', () => {
    expect(withoutCutOff('Inspectors came back to the hall on Monday, a week after the…')).toBe(
      'Inspectors came back to the hall on Monday.',
    )
    expect(withoutCutOff('Inspectors came back to the enrichment hall after a gap of…')).toBe(
      'Inspectors came back to the enrichment hall.',
    )
    expect(withoutCutOff('Inspectors came back to the…')).toBe('')
  })

  test('others are left unchanged', () => {
    for (const text of [whole, 'He said: “We will see…” and left.', 'No full stop here', ''])
      expect(withoutCutOff(text)).toBe(text)
  })

  test('a headline loses its ellipsis', () => {
    expect(wholeHeadline('Inspectors back in the hall at last, minister says they…')).toBe(
      'Inspectors back in the hall at last',
    )
    expect(wholeHeadline('And then there were none…')).toBe('And then there were none')
    expect(wholeHeadline('…')).toBe('…')
  })
})

describe('shorter texts', () => {
  test('are whole sentences, at least the first', () => {
    expect(sentencesWithin('One is short. Two is short too. Three is not.', 30)).toBe('One is short.')
    expect(sentencesWithin('The first alone is long already. Two.', 5)).toBe(
      'The first alone is long already.',
    )
  })

  test('end at a sentence, else at a clause, else at a word, and never with an ellipsis', () => {
    const within = (most: number) => (text: string) => text.length <= most
    const headline = 'Neighbours are wary of a wider role for interceptors, as talks go on'
    expect(fitted(headline, within(60))).toBe('Neighbours are wary of a wider role for interceptors')
    expect(fitted('Neighbours are wary of the plan while talks go on and on', within(40))).toBe(
      'Neighbours are wary of the plan',
    )
    expect(fitted('Yes. Neighbours are wary of a wider role', within(20))).toBe('Yes.')
    expect(fitted('Neighbours are wary of all', within(16))).toBe('Neighbours are')
    expect(fitted('x'.repeat(5000), within(300))).toBe('x'.repeat(300))
  })

  test('sentence ends are found in scripts without capitals too', () => {
    expect(sentences('הפקחים חזרו ביום שני. הם נעדרו חמישה שבועות.')).toHaveLength(2)
    expect(sentences('عاد المفتشون. هل يبقون؟ لا أحد يعرف.')).toHaveLength(3)
    expect(sentences('检查员周一返回。他们离开了五周。')).toHaveLength(2)
  })
})
