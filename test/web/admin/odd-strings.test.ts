import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../../src/core/entities/actor.ts'
import { receiveMessage } from '../../../src/services/feedback/receive-message.ts'
import { foreignIn, oddTexts, shownIn } from '../desk/odd-strings.ts'
import { openTestDesk, type TestDesk } from '../desk/open-desk.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  await room.reader('ada@gmial.com')
  await room.reader('bo@example.org')
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.wake('2026-11-09T08:00:00Z')
  await desk.as('admin')
  await desk.post('readers/1/tag', { tag: 'ministries' })
  await desk.post('readers/warm-up/start', { do: 'start', steps: '10', bounces: '5', complaints: '0.3' })
})
afterAll(() => desk.close())

const quoted = (text: string) => `'${text.replaceAll("'", "''").replaceAll('\u0000', '')}'`
/** As a person can submit it in one line of at most 200 characters. */
const line = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
    .slice(0, 180)

async function write(odd: string, n: number): Promise<void> {
  const { room } = desk
  const { context } = room.app
  await desk.database.execute(
    `update subscribers set name = ${quoted(`name ${odd}`)}; update tags set name = ${quoted(`tag ${odd}`)};
    update stories set headline = ${quoted(`headline ${odd}`)}`,
  )
  await context.store.digests.put({ ...room.digest, name: `digest ${odd}` }, room.clock.now())
  const verb = n % 2 === 0 ? 'pause' : 'resume'
  await desk.post('readers/warm-up/change', { do: verb, note: `note ${line(odd)}` })
  const body = ['From: bo@example.org', `Message-ID: <${n}@odd>`, `Subject: subject ${line(odd)}`, '']
  const bytes = Buffer.from([...body, `reply ${odd}`].join('\r\n'))
  await receiveMessage(context, { bytes, envelope: null }, systemActor)
}

/** Each page, and a word that it shows before the text. */
const pages = {
  readers: 'tag',
  'readers/1': 'name',
  'readers/1/next': 'headline',
  'readers/tags': 'tag',
  'readers/typos': 'name',
  'readers/warm-up': 'Note',
  'readers/came-back': '',
  'readers/came-back/replies': 'reply',
}

test('any text on readers, warm-ups and replies is shown as text on the pages of admins', async () => {
  for (const [n, odd] of oddTexts.entries()) {
    await write(odd, n)
    for (const [path, word] of Object.entries(pages)) {
      const page = await desk.get(path)
      expect(foreignIn(page), `${path}: ${odd}`).toEqual([])
      expect(shownIn(page), path).toContain(word)
    }
    const plan = { steps: odd, bounces: odd, complaints: odd, planNote: odd }
    const refused = await desk.post('readers/warm-up/plan', plan, 422)
    expect(foreignIn(refused.body), odd).toEqual([])
  }
}, 120_000)
