import { expect, test } from 'vitest'
import { correctionReason } from '../../src/curate/events/corrections.ts'
import { whatIsNew } from '../../src/curate/events/new-facts.ts'
import { at, story } from './cast.ts'
import { english } from '../../src/core/said/sentence.ts'

const shown =
  'Explosion at Karvenian depot kills three\nAn explosion at the depot near Orlow killed three soldiers on Monday.'

test('a rewording is nothing new, with numbers in words or digits', () => {
  const headline = 'Karvenian depot explosion kills 3'
  expect(whatIsNew({ headline, summary: 'Three soldiers died near Orlow on Monday.' }, shown)).toEqual([])
})

test('a number in the headline, or two facts below it, are new', () => {
  expect(whatIsNew({ headline: 'Depot explosion toll rises to 11', summary: '' }, shown)).toEqual(['11'])
  const summary = 'After the explosion near Orlow, General Tamas Brandt resigned.'
  expect(whatIsNew({ headline: 'Depot explosion', summary }, shown)).toEqual(['Tamas', 'Brandt'])
})

test('a higher death toll is new, wherever it is mentioned; the same or a lower one is not', () => {
  const headline = 'Karvenian depot explosion'
  expect(
    whatIsNew({ headline, summary: 'The toll from the explosion near Orlow has risen to 14.' }, shown),
  ).toEqual(['14'])
  expect(whatIsNew({ headline, summary: 'Twenty-one soldiers are now dead.' }, shown)).toEqual(['Twenty-one'])
  expect(whatIsNew({ headline, summary: 'Three soldiers were killed near Orlow.' }, shown)).toEqual([])
  expect(whatIsNew({ headline, summary: 'At least two soldiers were killed near Orlow.' }, shown)).toEqual([])
  expect(whatIsNew({ headline, summary: 'Soldiers were killed there in 2019 too.' }, shown)).toEqual([])
})

test('a day later, two new words in the headline are a new stage; a late report of the same is not', () => {
  const before =
    'Northland fires cruise missile over Grey Strait\nThe missile was launched from Tarn Point and fell into open sea.'
  const next = {
    headline: 'Northland submarine launches cruise missile in drill',
    summary: 'The missile was fired in the Grey Strait and fell near Tarn Point.',
  }
  expect(whatIsNew(next, before, 23)).toEqual([])
  expect(whatIsNew(next, before, 24)).toEqual(['submarine', 'drill'])
  const late = { ...next, headline: 'Northland launched cruise missiles across the Grey Strait' }
  expect(whatIsNew(late, before, 48)).toEqual([])
})

test('a correction is found, mere growth is not', () => {
  const before = { headline: 'Inspectors count seals', summary: 'They counted 40 seals at Vell.', html: null }
  const carried = {
    ...before,
    storyId: 5,
    canonicalLink: null,
    guid: 'g',
    sourceId: 1,
    at: at('2026-03-01T12:00:00Z'),
    shown: '',
    topics: ['nuclear'],
    on: Temporal.PlainDate.from('2026-03-01'),
    link: 'editions/daily/2026-03-01#s5',
  }
  const reason = (now: Partial<typeof before>): string | null => {
    const made = correctionReason({ story: story({ ...before, ...now }), carried, before })
    return made && english(made)
  }
  expect(reason({})).toBeNull()
  expect(reason({ summary: 'They counted 40 seals at Vell. Work goes on in Orlow.' })).toBeNull()
  expect(reason({ summary: 'They counted 14 seals at Vell.' })).toBe('it says 14 where it said 40')
  expect(reason({ headline: 'Inspectors lose seals' })).toBe('its headline was “Inspectors count seals”')
  expect(reason({ headline: 'RETRACTED: Inspectors count seals' })).toBe('retracted by its source')
})
