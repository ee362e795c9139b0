import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Tried } from '../../src/services/try-curating.ts'
import { openDesk, type Desk } from './context.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.drop())

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
const asLines = (items: readonly object[]) => items.map((item) => JSON.stringify(item)).join('\n')

describe('curate try', () => {
  test('tags stories of its input and puts one event together, without a newsroom', async () => {
    desk.type(asLines(lines))
    const { code, json } = await desk.daywire('curate', 'try', '--json')
    expect(code).toBe(0)
    const [first, second, third] = json<Tried>()
    expect(first).toMatchObject({ id: 'a', topics: ['nuclear'], countries: ['IR'], cluster: second?.cluster })
    expect(third).toMatchObject({ id: '3', topics: [], countries: [], cluster: '3' })
  })

  test('tells the words in plain text', async () => {
    desk.type(asLines(lines))
    expect((await desk.daywire('curate', 'try')).stdout).toMatch(/topics: nuclear \(.*enrichment plant/)
  })

  test('names each line that is no story', async () => {
    desk.type(`${asLines(lines)}\n{"id":"x"\n{"id":"y","title":"Y","date":"soon"}\n`)
    const { code, stdout, stderr } = await desk.daywire('curate', 'try', '--json')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('line 4: it ')
    expect(stderr).toContain('line 5: date must be a date such as 2026-11-23')
  })
})
