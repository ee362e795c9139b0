import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { importNewsroom } from '../../../src/services/newsroom/files/import-newsroom.ts'
import { importProfiles } from '../../../src/services/profiles/import-profiles.ts'
import { newsroomFile, type WrittenNewsroom } from '../../../src/services/newsroom/files/newsroom-file.ts'
import { findDigest } from '../../../src/services/newsroom/find-digest.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { inWords } from '../../in-words.ts'

const profile = (country: string, title: string) =>
  `---\ncountry: ${country}\ntitle: ${title}\nlink: https://example.org/${country}\nreviewed: 2026-10-01\n---\n\nFirst of ${title}.\n\nSecond of ${title}.\n`

/** The news of a day, unlike any other day's. */
const days: Record<string, [string, string]> = {
  '2026-11-10': ['inspectors return to the enrichment hall', 'interceptor battery leaves by rail'],
  '2026-11-11': ['uranium mine opens a second shaft', 'cruise missile misses its buoy'],
  '2026-11-12': ['reactor vessel arrives by barge', 'radar site chosen above the bay'],
  '2026-11-16': ['plutonium store gets a new roof', 'rocket motor burns for two minutes'],
  '2026-11-17': ['warhead count is read in parliament', 'launcher crews trade places'],
}

describe.each(dialects)('country profiles of editions on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    const folder = join(home.folder, 'profiles')
    await mkdir(folder)
    await writeFile(join(folder, 'xa.md'), profile('XA', 'Northland'))
    await writeFile(join(folder, 'xb.md'), profile('XB', 'Eastland'))
    await importProfiles(room.app.context, [join(folder, 'xa.md'), join(folder, 'xb.md')], commandActor)
    await room.reader('all@example.org')
  })
  afterEach(() => room.close())

  /** An edition of that day whose news is about one country, with its profile as in the e-mail and the store. */
  const dayAbout = async (country: string, date: string) => {
    room.clock.set(`${date}T05:00Z`)
    const [first, second] = days[date] ?? ['', '']
    await room.story(`${date}-a`, `In ${country} ${first}`, 'nuclear')
    await room.story(`${date}-b`, `In ${country} ${second}`, 'missiles')
    room.clock.set(`${date}T07:00Z`)
    const { edition } = await run(room.app.context, await findDigest(room.app.context, 'daily'), commandActor)
    const mail = (await room.app.mails()).find(({ text }) => text.replace(/\s+/g, ' ').includes(first))
    const kept = await home.store.editions.byId(edition.id)
    return {
      shown: /COUNTRY PROFILE\n(\w+)/.exec(mail?.text ?? '')?.[1] ?? null,
      reason: kept?.profileReason,
      mail,
    }
  }

  test('a country’s profile is shown at most once in seven days, with another’s between; each with its reason', async () => {
    const first = await dayAbout('Northland', '2026-11-10')
    expect(first.shown).toBe('Northland')
    expect(inWords(first.reason)).toBe('Northland has 100 % of the day’s news, in 2 of 2 stories')
    expect(first.mail?.text).toContain('First of Northland.\n\nSecond of Northland.')
    expect(first.mail?.text).toContain('Last reviewed in October\u00A02026')
    const second = await dayAbout('Northland', '2026-11-11')
    expect(second.shown).toBeNull()
    expect(inWords(second.reason)).toContain('but the edition of 2026-11-10 showed its profile')
    expect((await dayAbout('Eastland', '2026-11-12')).shown).toBe('Eastland')
    expect((await dayAbout('Northland', '2026-11-16')).shown).toBeNull()
    expect((await dayAbout('Northland', '2026-11-17')).shown).toBe('Northland')
  })

  test('the digest sets the number of days', async () => {
    const seed: WrittenNewsroom = JSON.parse(await readFile(join(home.folder, 'newsroom.json'), 'utf8'))
    const digests = seed.digests.map((digest) => ({ ...digest, profileDays: 1 }))
    const file = newsroomFile.parse({ ...seed, digests })
    const topics = await home.store.newsroom.topics()
    await importNewsroom(room.app.context, { file, topics, profiles: [] }, commandActor)
    expect((await dayAbout('Northland', '2026-11-10')).shown).toBe('Northland')
    expect((await dayAbout('Northland', '2026-11-11')).shown).toBe('Northland')
  })
})
