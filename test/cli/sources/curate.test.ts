import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Tried, TriedPair } from '../../../src/services/editions/composing/try-curating.ts'
import type { ExplainedStory } from '../../../src/services/editions/viewing/stories/explain-story.ts'
import type { PerhapsSamePair } from '../../../src/services/editions/viewing/stories/perhaps-same.ts'
import { feedOf, openTestCli, type TestCli } from '../context.ts'
import { english } from '../../../src/core/said/sentence.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
})
afterEach(() => cli.drop())

const lines = [
  {
    id: 'a',
    title: 'Inspectors count seals at the Natanz enrichment plant',
    lead: 'VIENNA (Wire) - Inspectors of the IAEA counted 40 seals at Iran’s Natanz plant on Monday, the agency said.',
    date: '2026-11-23T07:00:00Z',
    source: 'One',
  },
  {
    id: 'b',
    title: 'IAEA inspectors count 40 seals at Natanz plant in Iran',
    lead: 'Inspectors counted 40 seals at the Natanz enrichment plant in Iran on Monday.',
    date: '2026-11-23',
    source: 'Two',
  },
  {
    id: 3,
    title: 'Stamp collectors meet by the lake',
    lead: 'Tea was served.',
    date: '2026-11-23',
    source: 'One',
  },
]
const others = Array.from({ length: 6 }, (_, n) => ({
  ...lines[2],
  id: `o${n}`,
  title: `Other number${n}`,
  lead: '',
}))
const asLines = (items: readonly object[]) => items.map((item) => JSON.stringify(item)).join('\n')

describe('curate try', () => {
  test('tags stories of its input and clusters one event, without a newsroom', async () => {
    cli.type(asLines(lines))
    const { code, json } = await cli.daywire('curate', 'try', '--json')
    expect(code).toBe(0)
    const [first, second, third] = json<Tried>()
    expect(first).toMatchObject({ id: 'a', topics: ['nuclear'], countries: ['IR'], cluster: second?.cluster })
    expect(third).toMatchObject({ id: '3', topics: [], countries: [], cluster: '3' })
  })

  test('gives the same answer whatever the order of the lines', async () => {
    const same = lines.map((line) => ({ ...line, date: '2026-11-23' }))
    const answer = async (items: readonly object[]) => {
      cli.type(asLines(items))
      return (await cli.daywire('curate', 'try', '--json')).json<Tried>()
    }
    const asGiven = await answer(same)
    expect(asGiven.map(({ cluster }) => cluster)).toEqual(['a', 'a', '3'])
    expect((await answer(same.toReversed())).toReversed()).toEqual(asGiven)
  })

  test('prints the texts in plain text', async () => {
    cli.type(asLines(lines))
    expect((await cli.daywire('curate', 'try')).stdout).toMatch(/topics: nuclear \(.*enrichment plant/)
  })

  test('lists pairs that may be one event by their ids', async () => {
    const title = 'Seals of Natanz enrichment hall doubted'
    cli.type(asLines([...lines, { ...lines[2], id: 'd', title, lead: '' }, ...others]))
    const [pair] = (await cli.daywire('curate', 'try', '--perhaps-same', '--json')).json<TriedPair>()
    expect([pair?.a, pair?.b]).toContain('d')
  })

  test('names each line that is not a story', async () => {
    cli.type(`${asLines(lines)}\n{"id":"x"\n{"id":"y","title":"Y","date":"soon"}\n`)
    const { code, stdout, stderr } = await cli.daywire('curate', 'try', '--json')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('line 4: is not a JSON object')
    expect(stderr).toContain('line 5: date must be a date such as 2026-11-23')
  })
})

describe('curate explain', () => {
  beforeEach(async () => {
    await cli.write(
      'wire.xml',
      feedOf(
        'Inspectors count seals at the Natanz enrichment plant in Iran',
        'Ballistic missile test is called off',
        'Stamp collectors meet by the lake',
      ),
    )
    await cli.daywire('init', '--no-catalogue')
    await cli.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
    await cli.daywire('subscribers', 'add', 'anna@example.org')
    await cli.daywire('run')
  })

  test('shows topics, countries, place and reasons of a carried story', async () => {
    const [story] = (await cli.daywire('curate', 'explain', 'natanz', '--json')).json<ExplainedStory>()
    expect(story?.topics[0]).toMatchObject({ id: 'nuclear', counts: true })
    expect(story?.countries[0]).toMatchObject({ code: 'IR' })
    expect(story?.outcomes).toMatchObject([{ digest: 'daily', edition: '2026-11-23', outcome: 'carried' }])
    expect(story?.outcomes[0]?.place?.reasons.map((reason) => english(reason)).join(' ')).toContain('Nuclear')
    const words = await cli.daywire('curate', 'explain', String(story?.story))
    expect(words.stdout).toMatch(/daily of 2026-11-23: carried, number \d of news, [\d.]+ points/)
  })

  test('shows why a story was left out, and lists left-out stories by gate', async () => {
    const left = await cli.daywire('editions', 'left-out', '--gate', 'off-topic', '--json')
    const [stamp] = left.json<{ story: number; headline: string }>()
    expect(stamp?.headline).toBe('Stamp collectors meet by the lake')
    expect((await cli.daywire('curate', 'explain', 'Stamp')).stdout).toContain(
      'daily of 2026-11-23: off-topic',
    )
  })

  test('an unknown or ambiguous story is reported', async () => {
    expect(await cli.daywire('curate', 'explain', '9999')).toMatchObject({ code: 1 })
    const several = await cli.daywire('curate', 'explain', 's')
    expect(several.stderr).toContain('several stories have “s” in their headlines')
  })
})

test('editions perhaps-same lists pairs that may be one event', async () => {
  const other = feedOf(
    'Broken seals of uranium plant trouble agency',
    'Submarine fires Trident missile off coast',
  )
  await cli.write('wire.xml', feedOf('Inspectors find broken seals at uranium hall', 'Stamp collectors meet'))
  await cli.write('other.xml', other.replaceAll('wire.example.com', 'other.example.com'))
  await cli.daywire('init', '--no-catalogue')
  await cli.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
  await cli.daywire('sources', 'add', 'Other Wire', 'other.xml')
  await cli.daywire('subscribers', 'add', 'anna@example.org')
  await cli.daywire('run')
  const listed = await cli.daywire('editions', 'perhaps-same', '--json')
  const [pair, ...more] = listed.json<PerhapsSamePair>()
  expect(more).toEqual([])
  // Sources are read concurrently, so either comes first.
  expect(pair?.stories.map(({ source, headline, outcome }) => [source, headline, outcome]).sort()).toEqual([
    ['Other Wire', 'Broken seals of uranium plant trouble agency', 'carried'],
    ['Sample Wire', 'Inspectors find broken seals at uranium hall', 'carried'],
  ])
  const words = await cli.daywire('editions', 'perhaps-same')
  expect(words.stdout).toContain('Broken seals of uranium plant trouble agency')
  expect(words.stderr).toContain('has 1 pair that may be one event')
})

test('editions perhaps-same lists the fifty most similar, and counts the others', async () => {
  const word = (prefix: string, n: number) =>
    `${prefix}${String.fromCharCode(97 + (n % 26), 97 + (n >> 3))}or`
  const alike = Array.from({ length: 12 }, (_, n) => `Uranium seals broken ${word('quil', n)}`)
  const others = Array.from({ length: 40 }, (_, n) => `Missile ${word('tarn', n)} ${word('vosk', n)}`)
  await cli.write('wire.xml', feedOf(...alike, ...others))
  await cli.daywire('init', '--no-catalogue')
  await cli.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
  await cli.daywire('subscribers', 'add', 'anna@example.org')
  await cli.daywire('run')
  const { json, stderr } = await cli.daywire('editions', 'perhaps-same', '--json')
  const found = json<PerhapsSamePair>()
  expect(found).toHaveLength(50)
  expect(found.map(({ likeness }) => likeness)).toEqual(
    found.map(({ likeness }) => likeness).toSorted((a, b) => b - a),
  )
  expect(stderr).toContain('has 66 pairs that may be one event; the likest 50 are listed, 16 are not')
})
