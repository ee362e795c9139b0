import { expect, test } from 'vitest'
import { storyView } from '../../src/render/view.ts'
import { wordsOf } from '../../src/wording/wording.ts'
import { newsItem, sampleSheet } from './sample-sheet.ts'

const words = wordsOf('mail', 'en')

const lineOf = (published: string): string =>
  storyView(newsItem(1, { publishedAt: Temporal.Instant.from(published) }), sampleSheet(), words).sourceLine

test('a date of another year shows its year', () => {
  expect(lineOf('2025-11-20T04:40Z')).toMatch(/2025/)
  expect(lineOf('2026-11-02T04:40Z')).not.toMatch(/20\d\d/)
})

test('a future date is shown as the time when the story was first seen', () => {
  const line = lineOf('2027-09-24T14:36Z')
  expect(line).toBe(lineOf('2026-11-20T05:00Z'))
  expect(line).not.toMatch(/Sep|2027/)
})
