import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandActor } from '../../src/core/entities/actor.ts'
import { run } from '../../src/services/editions/composing/run.ts'
import { testNewsroom, type TestNewsroom } from '../services/newsroom.ts'
import { dialects, type TestStore } from '../store/dialects.ts'

let home: TestStore
let room: TestNewsroom

/** Stories of each day of the week, by the name of the editors' file: headline, topic, summary. */
type Told = [id: string, headline: string, topic: string, summary: string]
const week: { date: string; told: Told[] }[] = [
  {
    date: '2026-11-15',
    told: [['drill', 'Border guards drill against dirty bombs', 'radiological', 'The guards drilled.']],
  },
  {
    date: '2026-11-16',
    told: [
      [
        'blast',
        'Explosion at Karvenian missile depot kills 3',
        'missiles',
        'An explosion at the missile depot near Orlow in Karvenia killed 3 soldiers, the army said.',
      ],
      [
        'seals',
        'Inspectors count 40 seals at Vell enrichment hall',
        'nuclear',
        'Inspectors counted 40 seals at the enrichment hall of Vell.',
      ],
    ],
  },
  {
    date: '2026-11-17',
    told: [
      [
        'blast-more',
        'Karvenian missile depot explosion toll rises to 11',
        'missiles',
        'The explosion at the missile depot near Orlow in Karvenia killed 11 soldiers; General Tamas Brandt resigned.',
      ],
      [
        'seals',
        'Inspectors count 14 seals at Vell enrichment hall',
        'nuclear',
        'Inspectors counted 14 seals at the enrichment hall of Vell.',
      ],
      [
        'register',
        'Pathogen register is opened to neighbours',
        'biological',
        'The laboratory opened its register.',
      ],
    ],
  },
  {
    date: '2026-11-18',
    told: [
      ['vaccine', 'Vaccine depot opens in Lomara', 'biological', 'The depot holds two million doses.'],
      [
        'blast-again',
        'Toll of Karvenian missile depot explosion rises to 11',
        'missiles',
        'The missile depot explosion near Orlow in Karvenia killed 11 soldiers, and General Tamas Brandt resigned.',
      ],
    ],
  },
  {
    date: '2026-11-19',
    told: [
      ['valves', 'Precursor shipment stopped in Lomaran port', 'chemical', 'Port police stopped a shipment.'],
    ],
  },
  {
    date: '2026-11-20',
    told: [['radar', 'Coastal radar handed to Sundara', 'missiles', 'The radar was handed over.']],
  },
  {
    date: '2026-11-21',
    told: [['court', 'Court frees two in rail depot plot', 'terrorism', 'The judges found no proof.']],
  },
  { date: '2026-11-22', told: [['treaty', 'Test ban signed by Eastland', 'diplomacy', 'Eastland signed.']] },
]

async function file([id, headline, topic, summary]: Told, at: string): Promise<void> {
  const front = [`headline: ${headline}`, 'section: news', `topics: [${topic}]`, `date: ${at}`]
  const text = `---\n${front.join('\n')}\nsummary: ${JSON.stringify(summary)}\n---\n\n${summary}\n`
  await writeFile(join(home.folder, 'editors', `${id}.md`), text)
}

/** A reader's e-mails by the day of their edition, with their content on each event. */
async function mailsTo(email: string): Promise<string[]> {
  return (await room.app.mails())
    .filter((mail) => mail.to.includes(email))
    .map(({ text }) => text)
    .toReversed()
}

const count = (text: string, phrase: string): number => text.replace(/\s+/g, ' ').split(phrase).length - 1

beforeEach(async () => {
  home = await (dialects[0] as (typeof dialects)[number]).open()
  room = await testNewsroom(home)
  await room.reader('daily@example.org')
  await room.reader('twice@example.org', { days: ['mon', 'thu'] })
  await room.reader('weekly@example.org', { days: ['sun'] })
  for (const { date, told } of week) {
    room.clock.set(`${date}T05:00Z`)
    for (const one of told) await file(one, `${date}T04:00:00Z`)
    room.clock.set(`${date}T07:00Z`)
    await run(room.app.context, room.digest, commandActor)
  }
})
afterEach(() => room.close())

test('a week of seven editions: each event once, in its latest state, and nothing lost between them', async () => {
  const daily = await mailsTo('daily@example.org')
  expect(daily).toHaveLength(8)
  const [, monday = '', tuesday = '', wednesday = ''] = daily
  expect(count(monday, 'Explosion at Karvenian missile depot kills 3')).toBe(1)
  expect(wednesday).not.toContain('missile depot')
  expect(tuesday).toMatch(/CORRECTIONS\n-+\n\nInspectors count 14 seals/)
  expect(count(tuesday, 'Inspectors count 40 seals')).toBe(1)
  expect(tuesday).toContain(
    'Update · carried on Monday, November\u00A016:\nExplosion at Karvenian missile depot kills 3',
  )
  expect(tuesday).toMatch(/editions\/daily\/2026-11-16#s\d+/)
  for (const text of daily.slice(3)) expect(text).not.toContain('seals')

  const twice = await mailsTo('twice@example.org')
  expect(twice).toHaveLength(2)
  const [, thursday = ''] = twice
  expect(thursday).toContain('Since Monday')
  expect(thursday).toMatch(/CORRECTIONS\n-+\n\nInspectors count 14 seals/)
  for (const phrase of ['toll rises to 11', 'Pathogen register is opened', 'Precursor shipment stopped'])
    expect(count(thursday, phrase), phrase).toBeGreaterThan(0)

  const weekly = await mailsTo('weekly@example.org')
  expect(weekly).toHaveLength(2)
  const [, sunday = ''] = weekly
  expect(sunday).toContain('Since November\u00A015')
  expect(sunday).not.toMatch(/kills 3$/m)
  expect(sunday).not.toContain('CORRECTION')
  for (const phrase of [
    'Test ban signed',
    'toll rises to 11',
    'Inspectors count 14 seals',
    'Pathogen register is opened',
    'Precursor shipment stopped',
    'Vaccine depot opens',
    'Coastal radar handed',
    'Court frees two',
  ])
    expect(count(sunday, phrase), phrase).toBeGreaterThan(0)
})
