import { describe, expect, test } from 'vitest'
import type { Pairing, Topic } from '../../src/core/entities/newsroom.ts'
import { compileTopics } from '../../src/curate/topics/topics.ts'
import { shippedTopics } from './cast.ts'

const shipped = compileTopics(shippedTopics)
const of = (headline: string, summary = ''): string[] =>
  shipped({ headline, summary, declaredTopics: [] }).map(({ id }) => id)

function topic(
  id: string,
  terms: Topic['lexicon']['terms'],
  not: string[] = [],
  together: Pairing[] = [],
): Topic {
  return {
    id,
    name: id,
    description: '',
    color: { light: '#000', dark: '#fff' },
    lexicon: { terms, not, together },
  }
}

describe('the topics as shipped', () => {
  test('stand in their order, with what a page needs', () => {
    expect(shippedTopics.map(({ id }) => id).join(' ')).toBe(
      'nuclear biological chemical missiles terrorism radiological cyber diplomacy',
    )
    for (const { name, description, color, lexicon } of shippedTopics) {
      expect(name).not.toBe('')
      expect(description.length).toBeGreaterThan(40)
      expect(`${color.light}${color.dark}`).toMatch(/^(#[0-9A-F]{6}){2}$/)
      expect(Object.keys(lexicon.terms).length).toBeGreaterThan(40)
      expect(lexicon.not.length).toBeGreaterThan(8)
    }
  })

  test.each([
    [
      'nuclear',
      'Inspectors return to enrichment site',
      'The IAEA said seals on the centrifuges were intact.',
    ],
    ['nuclear', 'Talks on the warhead count resume', 'Both sides hold some 1,500 nuclear weapons.'],
    ['biological', 'Letters laced with anthrax reach ministry', ''],
    [
      'biological',
      'Review finds lapses at a high-containment laboratory',
      'Biosafety rules for dangerous pathogens were ignored.',
    ],
    ['chemical', 'Last mustard gas shells burned at depot', ''],
    ['chemical', 'Inspectors find traces of sarin', 'The OPCW will report in May.'],
    ['missiles', 'Missiles fired over the strait', ''],
    ['missiles', 'Two ICBMs leave their silos for good', ''],
    ['terrorism', 'Suicide bombers strike market', ''],
    ['terrorism', 'Six charged with membership of a terrorist group', ''],
    ['terrorism', 'Police seize ten tonnes of ammonium nitrate', 'A cell had planned to blow up a bridge.'],
    ['diplomacy', 'Panmunjom Declaration turns five', ''],
    ['terrorism', 'Court jails two for plot to bomb ferry', 'Two brothers were sentenced to eleven years.'],
    ['radiological', 'Stolen radioactive source found in scrapyard', ''],
    ['radiological', 'Drill rehearses a dirty bomb downtown', ''],
    ['cyber', 'Ransomware gang claims attack on the grid operator', ''],
    ['cyber', 'Cyberattack cuts power to three cities', ''],
    ['diplomacy', 'Security Council adds sanctions after launch', ''],
    ['diplomacy', 'Arms control treaty to lapse in spring', ''],
    ['diplomacy', 'Envoy summoned over rocket launch', 'The ministry handed over a protest note.'],
  ])('%s: %s', (id, headline, summary) => {
    expect(of(headline, summary)).toContain(id)
  })

  test.each([
    ['Missile Command turns 46', 'The arcade game was a hit.'],
    ['New England Patriots lose at home', ''],
    ['Patriots beat the Jets', ''],
    ['Senate renews Patriot Act', ''],
    ['The nuclear family is changing', 'Fewer children live in a nuclear family than in 1990.'],
    ['Chemical engineering degrees grow popular', 'A chemical engineer earns more than most.'],
    ['A missile of a serve wins the final', 'The tennis star unleashed a missile serve on match point.'],
    ['House prices rocket', 'Shares rocket too, analysts say.'],
    [
      'Terror attack on the defence leaves visitors beaten',
      'The striker terrorised defences all season in the Premier League.',
    ],
    ['Film is a box-office bomb', 'The sci-fi movie bombed on its first weekend.'],
    ['The best Cyber Monday deals on headphones', 'Smartphone and laptop deals from the best gadget shops.'],
    [
      'New smartphone has a faster chip',
      'The gadget goes on sale on Friday; its app store opens to developers.',
    ],
    ['Antivirus software slows computers', 'A computer virus scanner can take half the memory.'],
    ['Patients wait for radiation therapy', 'Radiation treatment of tumours is delayed.'],
    ['Arsenal beat City to go top', 'The striker scored twice for Arsenal.'],
    ['Lawmakers debate the Lisbon Treaty', 'Ministers hope for a vote.'],
    [
      'Climate summit ends with an accord on emissions',
      'Negotiators from 190 states agreed a treaty text on carbon.',
    ],
    [
      'Minister resigns over expenses',
      'The foreign minister held talks with the United Nations envoy last week.',
    ],
    [
      'Cholera spreads in flooded towns',
      'An epidemic of cholera has killed 40; the laboratory has run out of tests.',
    ],
    ['Stowaway found in hold of fertiliser ship', 'Port police found him among sacks of ammonium nitrate.'],
    ['Man hacked to death in quarrel', 'Police have a murder suspect.'],
    ['Life hacks for a tidy kitchen', ''],
    ['Mine explosion kills 12', 'An explosion and fire ripped through a mine.'],
    ['Panic attack or heart attack?', 'How to tell one attack from the other.'],
    ['Heavy fallout from the merger', 'The political fallout continues.'],
  ])('off topic: %s', (headline, summary) => {
    expect(of(headline, summary)).toEqual([])
  })

  test.each([
    [
      'Reactor seen from space',
      'The state, which left the non-proliferation treaty in 2003, has built a roof over it.',
    ],
    ['More centrifuges feed on gas', 'Two further halls are at work, diplomats said.'],
    ['Leader watches ballistic missile fly', 'It came down in the sea.'],
    ['Vault for plague opens', 'A breach of protocol at the biological laboratory had no consequences.'],
  ])('no diplomacy of what is told in passing: %s', (headline, summary) => {
    expect(of(headline, summary)).not.toContain('diplomacy')
  })

  test('a story finds its best topic first, with the words as written', () => {
    const [best, next] = shipped({
      headline: 'Korea nuclear talks collapse',
      summary: 'The North refused inspectors at its Reprocessing Plant.',
      declaredTopics: [],
    })
    expect(best?.id).toBe('nuclear')
    expect(best?.words).toEqual(['nuclear talks', 'inspectors', 'Reprocessing Plant'])
    expect(next?.id).toBe('diplomacy')
  })
})

describe('a lexicon', () => {
  const text = (headline: string, summary = '', html: string | null = null) => ({
    headline,
    summary,
    html,
    declaredTopics: [],
  })

  test('matches plurals and possessives on word boundaries only', () => {
    const find = compileTopics([topic('t', { missile: 3, treaty: 3, virus: 3 })])
    for (const headline of ['Missiles', "the missile's range", 'treaties', 'viruses'])
      expect(find(text(headline)), headline).toHaveLength(1)
    for (const headline of ['missilery', 'entreaty', 'dismissive'])
      expect(find(text(headline)), headline).toEqual([])
  })

  test('matches acronyms only as written', () => {
    const find = compileTopics([topic('t', { WHO: 3, 'U.N.': 3 })])
    expect(find(text('The WHO warns'))).toHaveLength(1)
    expect(find(text('Who warns of it'))).toEqual([])
    expect(find(text('UN and U.N. are one'))[0]?.words).toEqual(['UN', 'U.N.'])
  })

  test('a star stands for the rest of a word, the more exact pattern counting', () => {
    const find = compileTopics([topic('t', { '*warhead*': 3, 'ratif* treaty': 3, '*ex*': 1, 'ex*': -9 })])
    expect(find(text('Superwarheads'))[0]?.words).toEqual(['Superwarheads'])
    expect(find(text('She ratified treaty after treaty'))[0]?.words).toEqual(['ratified treaty'])
    for (const headline of ['warhea', 'unratified treaty', 'Expert on warheads'])
      expect(find(text(headline)), headline).toEqual([])
    expect(find(text('warhead'.repeat(20)))).toEqual([])
  })

  test('a star after a plural leaves out the singular', () => {
    const find = compileTopics([topic('t', {}, [], [{ one: ['tanks*'], other: ['limit*'], weight: 3 }])])
    expect(find(text('Tanks within limits'))).toHaveLength(1)
    expect(find(text('Think tank sees limits'))).toEqual([])
  })

  test('of patterns of one word, the longest counts', () => {
    const find = compileTopics([topic('t', { '*head*': -9, '*warhead*': 3 })])
    expect(find(text('warheads'))).toHaveLength(1)
    expect(find(text('heads of warheads'))).toEqual([])
  })

  test('an entry that says why counts by its weight', () => {
    const sarin = { sarin: { weight: 3, why: 'a nerve agent' } }
    expect(compileTopics([topic('t', sarin)])(text('Sarin'))[0]?.score).toBe(6)
  })

  test('a story is read in its own language, with its endings', () => {
    const german = {
      name: 'T',
      description: 'T',
      lexicon: { terms: { Vertrag: 3, '*waffe*': 3 }, not: [], together: [] },
    }
    const find = compileTopics([{ ...topic('t', { treaty: 3 }), languages: { de: german } }])
    const read = (language: string, headline: string) => find({ ...text(headline), language }).length
    for (const headline of ['Verträge', 'des Vertrags', 'Atomwaffen', 'Kernwaffenfreie Zone'])
      expect(read('de-AT', headline), headline).toBe(1)
    expect([read('de', 'treaty'), read('en', 'Vertrag'), read('fr', 'treaty')]).toEqual([0, 0, 1])
  })

  test('no phrase runs across the end of a sentence or a comma', () => {
    const find = compileTopics([topic('t', { 'dirty bomb': 3 })])
    expect(find(text('A dirty bomb'))).toHaveLength(1)
    expect(find(text('His hands were dirty. Bomb squads came'))).toEqual([])
    expect(find(text('dirty, bomb'))).toEqual([])
  })

  test('an excluded phrase takes its words away, not those beside it', () => {
    const find = compileTopics([topic('t', { nuclear: 3 }, ['nuclear family'])])
    expect(find(text('The nuclear family'))).toEqual([])
    expect(find(text('The nuclear family and nuclear arms'))[0]?.score).toBe(6)
  })

  test('a longer phrase counts instead of its parts, and a headline more than a summary', () => {
    const find = compileTopics([topic('t', { bomb: 2, 'dirty bomb': 4 })])
    expect(find(text('dirty bomb'))[0]?.score).toBe(8)
    expect(find(text('x', 'dirty bomb'))[0]?.score).toBe(4)
    expect(find(text('x', 'dirty bomb, dirty bomb'))[0]?.score).toBe(5)
    expect(find(text('x', 'a bomb'))).toEqual([])
  })

  test('words that only support never make a topic, words against it lower it', () => {
    const find = compileTopics([topic('t', { talks: 1, summit: 1, envoy: 1, treaty: 3, climate: -3 })])
    expect(find(text('Talks, summit, envoy'))).toEqual([])
    expect(find(text('Treaty talks'))[0]?.score).toBe(8)
    expect(find(text('Climate treaty'))).toEqual([])
  })

  test('the body counts a little, its markup not at all', () => {
    const find = compileTopics([topic('t', { sarin: 4 })])
    const [found] = find(text('x', 'sarin', '<p class="sarin">Sar<b>in</b> &amp; more</p>'))
    expect(found?.score).toBe(5.4)
  })

  test('a body alone makes no topic of what it names in passing', () => {
    const find = compileTopics([topic('t', { sarin: 4, tabun: 4, soman: 4 })])
    const body = '<p>There, too, are museums of sarin, of tabun and of soman.</p>'
    expect(find(text('x', 'y', body))).toEqual([])
    expect(find(text('x', 'Of tabun', body))).toHaveLength(1)
  })

  test('what an editor declared counts and leads, whatever the words', () => {
    const find = compileTopics([topic('a', { sarin: 4 }), topic('b', { ricin: 4 })])
    const found = find({ headline: 'sarin', summary: '', declaredTopics: ['b', 'unknown'] })
    expect(found.map(({ id }) => id)).toEqual(['b', 'a'])
  })
})
