import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { aboutLanguages } from '../../../src/services/newsroom/doctor/doctor-languages.ts'
import { exportNewsroom } from '../../../src/services/newsroom/files/export-newsroom.ts'
import { listTopics } from '../../../src/services/newsroom/list-topics.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

describe.each(dialects)('languages of topics on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
  })
  afterEach(() => room.close())

  test('a topic has its words in the requested language, or else its first', async () => {
    const nameIn = async (language: string) => (await listTopics(room.app.context, language))[3]?.name
    expect(await nameIn('de-CH')).toBe('Raketen')
    expect(await nameIn('en')).toBe('Missiles')
    expect(await nameIn('he')).toBe('Missiles')
  })

  test('an export contains every language', async () => {
    const files = await exportNewsroom(room.app.context)
    const topics = files.find(({ path }) => path === 'subscribers/topics.json')
    expect(JSON.parse(String(topics?.content))).toEqual(await home.store.newsroom.topics())
    expect(String(topics?.content)).toContain('"name": "Raketen"')
  })

  test('doctor notes a digest in a language for which one of its topics has no lexicon', async () => {
    const topics = await home.store.newsroom.topics()
    const about = (language: string) => aboutLanguages(topics, [{ ...room.digest, language }])
    expect([about('en-GB'), about('de-AT')]).toEqual([[], []])
    expect(about('he')[0]).toMatchObject({
      about: { code: 'about-language', params: { digest: 'daily' } },
      state: 'note',
      says: {
        code: 'found-language-without-lexicon',
        params: { topics: expect.arrayContaining(['nuclear', 'biological']) },
      },
    })
  })
})
