import { describe, expect, test } from 'vitest'
import { readDateline } from '../../src/curate/text/dateline.ts'
import { readingMinutes } from '../../src/curate/text/reading-time.ts'
import { sentences } from '../../src/core/text/sentences.ts'
import { attributionOf, extractOf, summaryOf } from '../../src/curate/text/summary.ts'

const of = (summary: string, html: string | null = null, headline = 'Talks stall'): string =>
  summaryOf({ headline, summary, html })

describe('sentences', () => {
  test.each([
    ['The U.N. Security Council met. It adjourned.', 2],
    ['Gen. Ada Moro spoke at 5 p.m. Monday. Nobody answered.', 2],
    ['It ended at 5 p.m. The envoy left.', 2],
    ['Robert M. Hale left. So did Mrs. Hale.', 2],
    ['He works for the U.S. The office is small.', 2],
    ['No. 5 was shut on Jan. 3. Why? "We do not know." It is odd!', 4],
    ['Version 2.5 costs $3.20 at example.org today.', 1],
    ['Wait ... and see. Then go.', 2],
    ['See p. 5 and Art. VI. Sec. 3 applies.', 2],
    ['', 0],
  ])('%s', (text, count) => {
    const found = sentences(text)
    expect(found, found.join(' / ')).toHaveLength(count)
    expect(found.join(' ')).toBe(text)
  })
})

describe('readDateline', () => {
  test.each([
    ['VIENNA (Sample Wire) - Talks began.', 'VIENNA', 'Sample Wire', 'Talks began.'],
    ['VIENNA, March 3 (SW) -- Talks began.', 'VIENNA', 'SW', 'Talks began.'],
    ['Port Aldane, 3 Mar (SW) – Talks began.', 'Port Aldane', 'SW', 'Talks began.'],
    ['PORT ALDANE, Karvenia — Talks began.', 'PORT ALDANE, Karvenia', null, 'Talks began.'],
    ['(Sample Wire) - Talks began.', null, 'Sample Wire', 'Talks began.'],
    ['Talks (the third) - and last - began.', null, null, 'Talks (the third) - and last - began.'],
    ['PORT ALDANE/VELDEN (Reuters) - Talks began.', 'PORT ALDANE/VELDEN', 'Reuters', 'Talks began.'],
    ['VELDEN, Dec 12, 2008 (AFP) - Talks began.', 'VELDEN', 'AFP', 'Talks began.'],
    ['VELDEN (Dec. 12) -- Talks began.', 'VELDEN', null, 'Talks began.'],
    ['VELDEN — (Yonhap) — Talks began.', 'VELDEN', 'Yonhap', 'Talks began.'],
    ['By Ada Moro VELDEN (AP) - Talks began.', 'VELDEN', 'AP', 'Talks began.'],
    ['Velden (dpa) - Talks began.', 'Velden', 'dpa', 'Talks began.'],
    ['Reuters - Talks began.', null, 'Reuters', 'Talks began.'],
    ['(CNN)Talks began.', null, 'CNN', 'Talks began.'],
    ['Natanz (in the centre) is guarded.', null, null, 'Natanz (in the centre) is guarded.'],
    ['Velden (The Party) said no.', null, null, 'Velden (The Party) said no.'],
    ['NATO - the alliance - met.', null, null, 'NATO - the alliance - met.'],
    ['A-bomb survivors met.', null, null, 'A-bomb survivors met.'],
  ])('%s', (text, place, agency, rest) => {
    expect(readDateline(text)).toEqual({ place, agency, rest })
  })
})

describe('summaryOf', () => {
  test("takes the source's own description without dateline, headline and invitations", () => {
    expect(of('VIENNA (Sample Wire) - The envoy left. Read more at the site below.')).toBe('The envoy left.')
    expect(of('Talks stall. The envoy left at 5 p.m. Monday. […]')).toBe('The envoy left at 5 p.m. Monday.')
    expect(of('Talks stall – The envoy left.')).toBe('The envoy left.')
    expect(of('The envoy left. Continue reading…')).toBe('The envoy left.')
  })

  test('or else the first sentences of the body, without markup and headline', () => {
    const html =
      '<h1>Talks stall</h1><p>GENEVA, March 3 (SW) &#8212; The <b>envoy</b> left.</p><p>No one &amp; nothing stayed.</p>'
    expect(of('', html)).toBe('The envoy left. No one & nothing stayed.')
    expect(of('Talks Stall', html)).toBe('The envoy left. No one & nothing stayed.')
  })

  test('consists of whole sentences within its length', () => {
    const long = `One short sentence stands here. And ${'word '.repeat(80)}end.`
    expect(of(long)).toBe('One short sentence stands here.')
    const endless = of('word '.repeat(200))
    expect([...endless].length).toBeLessThanOrEqual(600)
    expect(endless).toMatch(/word$/)
    expect(summaryOf({ headline: 'x', summary: 'One. Two. Three. Four.', html: null })).toBe(
      'One. Two. Three.',
    )
  })

  test('is empty if there is no text', () => {
    expect(of('')).toBe('')
    expect(of('Talks stall')).toBe('')
    expect(of('Read the full story here', '<p></p>')).toBe('')
  })
})

test('reading takes a minute per 220 words, at least one', () => {
  expect(readingMinutes([])).toBe(1)
  expect(readingMinutes(['word '.repeat(440), ' word\nword '])).toBe(2)
  expect(readingMinutes(['word '.repeat(500), 'word '.repeat(400)])).toBe(4)
})

describe('attributionOf', () => {
  const by = (summary: string, byline: string | null = null, sourceName = 'Velden Post') =>
    attributionOf({ byline, sourceName }, extractOf({ headline: 'Talks stall', summary, html: null }).agency)

  test('keeps the agency of the dateline beside the byline', () => {
    expect(by('VELDEN (Reuters) - The envoy left.')).toBe('Reuters')
    expect(by('VELDEN (Reuters) - The envoy left.', 'Ada Moro')).toBe('Ada Moro, Reuters')
    expect(by('The envoy left.', 'Ada Moro')).toBe('Ada Moro')
    expect(by('The envoy left.')).toBeNull()
  })

  test('names it once', () => {
    expect(by('VELDEN (Reuters) - The envoy left.', 'Ada Moro, Reuters')).toBe('Ada Moro, Reuters')
    expect(by('VELDEN (Reuters) - The envoy left.', null, 'Reuters World')).toBeNull()
  })
})
