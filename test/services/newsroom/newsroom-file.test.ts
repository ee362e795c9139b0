import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { jsonText } from '../../../src/services/newsroom/files/json-text.ts'
import { findings, newsroomFile, topicsFile } from '../../../src/services/newsroom/files/newsroom-file.ts'
import { placeholdersIn } from '../../../src/services/newsroom/doctor/placeholders.ts'
import { inWords } from '../../in-words.ts'

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

describe('the newsroom file', () => {
  test.each(['newsroom.json', 'samples/newsroom.json'])('%s matches the schema', (path) => {
    const { error } = newsroomFile.safeParse(read(path))
    expect(error && findings(path, error)).toBeUndefined()
  })

  test('the topics match theirs', () => {
    const { error } = topicsFile.safeParse(read('subscribers/topics.json'))
    expect(error && findings('topics.json', error)).toBeUndefined()
  })

  test('a star of a lexicon needs a word of some letters beside it, and a language has no region', () => {
    const [topic] = topicsFile.parse(read('subscribers/topics.json'))
    const { name, description } = topic!
    const lexicon = { terms: { '*a*': 2, 'at*m': 2, 'atom*': 2, 'B-Waff*': { weight: 2, why: 'an arm' } } }
    const { error } = topicsFile.safeParse([
      { ...topic, lexicon, languages: { 'de-AT': { name, description, lexicon: { terms: {} } } } },
    ])
    const star = 'may have * only before or after a word of at least 3 letters'
    expect(inWords(findings('t', error!))).toEqual([
      `t: [0].lexicon.terms.*a*: ${star}`,
      `t: [0].lexicon.terms.at*m: ${star}`,
      't: [0].languages.de-AT: must be a language without its region, such as de',
    ])
  })

  test('an address is parsed like all addresses', () => {
    const seed = newsroomFile.parse(read('newsroom.json'))
    const sender = { name: 'Wire', email: 'wire@BÜCHER.example.org' }
    const own = newsroomFile.parse({ ...seed, newsroom: { ...seed.newsroom, sender } })
    expect(own.newsroom.sender.email).toBe('wire@xn--bcher-kva.example.org')
    const bad = newsroomFile.safeParse({ ...seed, newsroom: { ...seed.newsroom, alerts: ['nobody'] } })
    expect(inWords(findings('f', bad.error!))).toEqual([
      'f: newsroom.alerts[0]: “nobody” has no @ with a name before it',
    ])
  })

  test('a repeated key is reported at the second', () => {
    const seed = newsroomFile.parse(read('newsroom.json'))
    const twice = newsroomFile.safeParse({ ...seed, digests: [...seed.digests, ...seed.digests] })
    expect(inWords(findings('f', twice.error!))).toEqual(['f: digests[1].key: is there twice'])
  })

  test('placeholders of the seed are found, and real values are not', () => {
    const { newsroom } = newsroomFile.parse(read('newsroom.json'))
    expect(placeholdersIn(newsroom)).toEqual(['publisher', 'address', 'sender.email'])
    const own = {
      ...newsroom,
      publisher: 'Northland Press',
      address: '1 Quay Street',
      sender: { name: 'Wire', email: 'wire@prepared.northland.test-prepared.org' },
    }
    expect(placeholdersIn(own)).toEqual([])
  })
})

describe('JSON for people', () => {
  test('keeps short plain lists on one line and wraps long ones', () => {
    const long = Array.from({ length: 20 }, (_, i) => `topic-${i}`)
    const text = jsonText({ days: [1, 2, 3], long, none: [], nothing: {}, deep: { list: [{ a: null }] } })
    expect(text).toContain('  "days": [1, 2, 3],\n  "long": [\n    "topic-0",\n')
    expect(text).toContain(
      '"none": [],\n  "nothing": {},\n  "deep": {\n    "list": [\n      {\n        "a": null\n      }\n    ]\n  }\n}\n',
    )
    expect(JSON.parse(text)).toMatchObject({ long })
  })

  test('a list that just fits stays whole, one more character wraps it', () => {
    const at = (length: number) => jsonText({ list: ['x'.repeat(length)] }).split('\n').length
    // 2 for the indent, 8 for the label, 4 for brackets and quotes, 1 for a comma.
    expect([at(95), at(96)]).toEqual([4, 6])
  })
})
