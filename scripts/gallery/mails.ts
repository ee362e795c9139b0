import type { LastDelivery, Sheet } from '../../src/core/entities/sheet.ts'
import { sampleNames, type SampleName } from '../../src/services/sending/outbox/sample-messages.ts'
import { languages } from '../../src/wording/languages.ts'
import { mailOf, type GalleryMail } from './mail.ts'
import { openSampleDay } from './newsroom.ts'
import { withCorrections, withEditorsWords } from './sheets.ts'

/** The e-mails that the gallery shows, and that its test checks. */
export interface Mails {
  mails: { name: string; mail: GalleryMail; sheet: Sheet | null }[]
  picture(hash: string): Promise<Buffer>
  close(): Promise<void>
}

/** E-mails to editors are in English only. */
const languagesOf = (name: SampleName): string[] =>
  ['alert', 'invitation'].includes(name) ? ['en'] : Object.keys(languages)

const hebrewNote = 'שני דיווחים מהבוקר חלוקים במספר הסוללות. אנו מביאים את שניהם עם מקורותיהם.'

export async function openMails(): Promise<Mails> {
  const { sheet, hebrew, message, picture, close } = await openSampleDay()
  const full = withEditorsWords(sheet)
  const dayBefore: LastDelivery = {
    date: sheet.date.subtract({ days: 1 }),
    frozenAt: sheet.frozenAt.subtract({ hours: 24 }),
  }
  const corrected = withCorrections(sheet)
  const shown = new Set(corrected.corrections.map(({ storyId }) => storyId))
  const bare = { analyses: [], earlier: [], profile: null }
  const all: [name: string, sheet: Sheet, last: LastDelivery | null][] = [
    ['a full day of 36 stories', full, null],
    ['one story', { ...sheet, ...bare, news: sheet.news.slice(0, 1) }, dayBefore],
    ['corrections alone', { ...corrected, ...bare, news: [] }, { ...dayBefore, shown }],
    ['a day with corrections', { ...corrected, news: sheet.news.slice(0, 9) }, { ...dayBefore, shown }],
    ['right to left', { ...hebrew, note: hebrewNote }, null],
  ]
  const mails: Mails['mails'] = []
  for (const [name, one, last] of all) mails.push({ name, sheet: one, mail: await mailOf(one, last) })
  for (const name of sampleNames)
    for (const language of languagesOf(name)) {
      const { html, text } = await message(name, language)
      mails.push({
        name: `${name}, ${language}`,
        sheet: null,
        mail: { html, text, bytes: Buffer.byteLength(html) },
      })
    }
  return { mails, picture, close }
}
