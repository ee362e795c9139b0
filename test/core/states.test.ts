import { expect, test } from 'vitest'
import { mayMove, transitions } from '../../src/core/entities/states.ts'

test('every transition leads to a state of the same thing', () => {
  for (const states of Object.values(transitions) as Record<string, readonly string[]>[])
    for (const targets of Object.values(states))
      for (const to of targets) expect(Object.keys(states)).toContain(to)
})

test.each([
  ['delivery', 'queued', 'inflight', false],
  ['delivery', 'claimed', 'inflight', true],
  ['delivery', 'sent', 'claimed', false],
  ['delivery', 'sent', 'queued', true],
  ['delivery', 'unknown', 'queued', true],
  ['edition', 'sent', 'sending', true],
  ['edition', 'skipped', 'draft', false],
  ['subscription', 'unsubscribed', 'active', true],
] as const)('%s: %s to %s is %s', (thing, from, to, allowed) => {
  expect(mayMove(thing, from, to)).toBe(allowed)
})
