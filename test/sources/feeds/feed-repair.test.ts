import { describe, expect, test } from 'vitest'
import { checkText, refusalOf, rss, story } from '../setting.ts'
import { inWords } from '../../in-words.ts'

const headlines = async (text: string) => (await checkText(text)).items.map((item) => item.headline)

describe('repairs', () => {
  test('junk before the feed', async () => {
    const reading = await checkText(`Warning: cannot connect in /srv/x.php on line 3\n${rss(story('Ada'))}`)
    expect(reading.items).toHaveLength(1)
    expect(inWords(reading.repairs)).toEqual(['48 characters before the feed were removed'])
  })

  test('blank lines, comments and a doctype before it are not reported', async () => {
    const reading = await checkText(
      `\n\n<!-- <rss> --><!DOCTYPE rss [<!ENTITY a "b">]>${rss(story('Ada')).slice(38)}<!-- cached -->`,
    )
    expect(inWords(reading)).toMatchObject({ repairs: [], items: [{ headline: 'Ada' }] })
  })

  test('a truncated document keeps every complete item, wherever it ends', async () => {
    const whole = rss(
      `${story('Ada')}<item><title>Ben</title><description><![CDATA[</item> is no end]]></description></item>${story('Cy')}`,
    )
    const ends = [...whole.matchAll(/<\/item>(?! is)/g)].map((match) => match.index + match[0].length)
    for (let cut = ends[0] ?? 0; cut < whole.length - 1; cut += 3)
      expect((await checkText(whole.slice(0, cut))).items).toHaveLength(
        ends.filter((end) => end <= cut).length,
      )
    expect(inWords((await checkText(whole.slice(0, ends[1]))).repairs)).toEqual([
      'it ends too early: the 2 complete items were kept',
    ])
  })

  test('so do Atom, RDF and JSON', async () => {
    expect(
      await headlines(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Ada</title></entry><entry><title>Be',
      ),
    ).toEqual(['Ada'])
    expect(
      await headlines(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>T</title></channel><item><title>Ada</title></item><item>',
      ),
    ).toEqual(['Ada'])
    const json = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'T',
      items: [
        { id: '1', title: 'A "]}" {' },
        { id: '2', title: 'B' },
      ],
    })
    expect(await headlines(json.slice(0, -5))).toEqual(['A "]}" {'])
  })

  test('end tags with a wrong name', async () => {
    const reading = await checkText(
      rss(`<language>en</langauge>${story('Ada')}<item><title>Ben</tittle><guid>2</guid></item>`),
    )
    expect(reading.items.map((item) => [item.headline, item.id])).toEqual([
      ['Ada', 'https://wire.example.org/ada'],
      ['Ben', '2'],
    ])
    expect(inWords(reading.repairs)).toEqual(['end tags with a wrong name were corrected'])
  })

  test('an item beyond repair does not affect the others', async () => {
    const reading = await checkText(rss(`${story('Ada')}<item><title>Ben</item>${story('Cy')}`))
    expect(inWords(reading)).toMatchObject({
      title: 'Harbour Wire',
      repairs: ['1 of 3 items was left out, as its markup is broken'],
    })
    expect(reading.items.map((item) => item.headline)).toEqual(['Ada', 'Cy'])
  })
})

describe('a document that is not a feed is reported as what it is, with what to do', () => {
  test.each([
    ['', 'it is empty; check the address'],
    [' \n', 'it is empty; check the address'],
    [
      '<!doctype html><html><head><title>News</title></head></html>',
      'it is an HTML page, not a feed; look for the address of an RSS or Atom feed on the page, and use that',
    ],
    [
      '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>',
      'it is an HTML page, not a feed; use the feed that it names: /feed.xml',
    ],
    ['{"error":"no such page"}', 'it is JSON, but not a JSON Feed; check the address'],
    ['{"items":[', 'it is JSON, but not a JSON Feed; check the address'],
    ['<opml version="2.0"></opml>', 'it is XML, but neither RSS, RDF nor Atom; check the address'],
    ['hello', 'it is not a feed; check the address'],
    [
      '<rss version="2.0"><channel><title>T</title><item><title>A',
      'it ends before its first complete item; try again later',
    ],
  ])('%s', async (text, reason) => {
    expect(await refusalOf(text)).toBe(reason)
  })

  test('a feed without items is valid: nothing today', async () => {
    expect(await checkText(rss(''))).toMatchObject({ title: 'Harbour Wire', items: [] })
    expect(await checkText('<rss version="2.0"></rss>')).toMatchObject({ title: '', items: [] })
  })
})
