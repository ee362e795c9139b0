import { expect, test } from 'vitest'
import { checkText, rss } from '../setting.ts'

const dates = async (written: string[], head = ''): Promise<(string | null)[]> => {
  const items = written.map((date, at) => `<item><guid>g${at}</guid><title>Talks ${at}</title><pubDate>${date}</pubDate></item>`) // prettier-ignore
  const { items: read } = await checkText(rss(head + items.join('')))
  return read.map(({ date }) => date?.toString().slice(0, 10) ?? null)
}

test('a numeric date is read in the order that the others of its feed show', async () => {
  expect(await dates(['12/11/2026', '13/11/2026'])).toEqual(['2026-11-12', '2026-11-13'])
  expect(await dates(['11/12/2026 - 14:30', '11/13/2026 - 14:30'])).toEqual(['2026-11-12', '2026-11-13'])
  expect(await dates(['12/11/2026', 'Thu, 12/11/2026'])).toEqual(['2026-11-12', '2026-11-12'])
})

test('if they show both orders, or none, it stays ambiguous', async () => {
  expect(await dates(['12/11/2026', '13/11/2026', '11/14/2026'])).toEqual([null, '2026-11-13', '2026-11-14'])
  expect(await dates(['12/11/2026', '2026-11-13', '13.11.2026'])).toEqual([null, '2026-11-13', '2026-11-13'])
})

test('without others, a language that puts the day first decides; American English does not', async () => {
  expect(await dates(['12/11/2026'], '<language>fr-FR</language>')).toEqual(['2026-11-12'])
  expect(await dates(['12/11/2026'], '<language>en-gb</language>')).toEqual(['2026-11-12'])
  expect(await dates(['12/11/2026'], '<language>en-us</language>')).toEqual([null])
})

test('a number in JSON Feed is a date in seconds or milliseconds', async () => {
  const item = (id: string, date: number) => ({ id, title: id, url: `https://wire.example.org/${id}`, date_published: date }) // prettier-ignore
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Wire',
    items: [item('a', 1795162530), item('b', 1795162530250)],
  }
  const { items } = await checkText(JSON.stringify(feed))
  expect(items.map(({ date }) => date?.toString())).toEqual(['2026-11-20T08:15:30Z', '2026-11-20T08:15:30.25Z']) // prettier-ignore
})
