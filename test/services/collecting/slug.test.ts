import { expect, test } from 'vitest'
import { slugFor } from '../../../src/services/collecting/reading/slug.ts'

test('a headline’s words, and a unique suffix', () => {
  const slug = slugFor({ id: 'a', headline: 'Élan: the 3rd Review of the Treaty, Held in Halvora Again' }, 1)
  expect(slug).toMatch(/^elan-the-3rd-review-of-the-treaty-held-[0-9a-f]{6}$/)
  expect(slugFor({ id: 'b', headline: 'Élan' }, 1)).not.toBe(slugFor({ id: 'b', headline: 'Élan' }, 2))
})

test('a headline without spaces gives an address short enough to share', () => {
  expect(slugFor({ id: 'a', headline: 'x'.repeat(5000) }, 1)).toHaveLength(107)
})

test('a headline without a Latin letter', () => {
  expect(slugFor({ id: 'a', headline: '核' }, 1)).toMatch(/^story-[0-9a-f]{6}$/)
})
