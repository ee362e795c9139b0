import { wallOf } from '../../src/sources/fetching/bot-wall.ts'
import { decodedOnce } from '../../src/sources/text/decoded-once.ts'
import { meantHtml } from '../../src/sources/text/meant-html.ts'
import { shownHeadline } from '../../src/sources/feeds/shown-headline.ts'
import { joinHalves, placeStrayElements } from '../../src/sources/feeds/repairs/stray-elements.ts'
import { nearDate } from '../../src/sources/dates/near-date.ts'
import { readDateInText } from '../../src/sources/dates/date-in-text.ts'
import { decode } from '../../src/sources/text/charset.ts'
import { cleanHtml } from '../../src/sources/text/clean-html.ts'
import { dateWithin } from '../../src/sources/dates/date-within.ts'
import { readDate } from '../../src/sources/dates/dates.ts'
import { htmlOfText } from '../../src/sources/feeds/feed-entry.ts'
import { bylineOf, idOf } from '../../src/sources/feeds/feed-items.ts'
import { meantLink, resolveLink } from '../../src/sources/text/links.ts'
import { withoutLongPeople } from '../../src/sources/feeds/long-people.ts'
import { withoutDepth } from '../../src/sources/text/markup-depth.ts'
import { namedFeeds } from '../../src/sources/feeds/named-feeds.ts'
import { paragraphsOf } from '../../src/sources/pages/parts/page-prose.ts'
import { parseSitemap } from '../../src/sources/feeds/formats/parse-sitemap.ts'
import { headlineText, textOfHtml } from '../../src/sources/text/plain-text.ts'
import { readFeed } from '../../src/sources/feeds/read-feed.ts'
import { repair } from '../../src/sources/feeds/repairs/repair.ts'
import { completeJson } from '../../src/sources/feeds/repairs/repair-json.ts'
import { documentsByItem, matchEndTags } from '../../src/sources/feeds/repairs/repair-tags.ts'
import { openRobots } from '../../src/sources/fetching/robots.ts'
import { ofSigns } from './subject.ts'

const site = 'https://wire.example.org/'
const clock = { now: () => Temporal.Instant.from('2026-03-02T12:00:00Z') }
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A site's rules, and what they say of one of its pages. */
async function robots(text: string): Promise<unknown> {
  const arrived = {
    ok: true,
    status: 200,
    headers: {},
    body: Buffer.from(text),
    isCut: false,
    movedTo: null,
  } as const
  return openRobots(clock, (url) => Promise.resolve({ ...arrived, url }))(new URL('/news/1', site))
}

const feed = (inItem: string): unknown =>
  readFeed({
    bytes: Buffer.from(
      `<rss version="2.0"><channel><title>Wire</title><item><title>Count</title>${inItem}</item></channel></rss>`,
    ),
    contentType: '',
    url: site,
    where: site,
    timeZone: null,
    options: {},
    mostItems: 2_000,
  })

const element =
  (name: string) =>
  (text: string): unknown =>
    feed(`<${name}>${escaped(text)}</${name}>`)

export const sourceSubjects = ofSigns({
  'a wall against bots': (text) => wallOf({ status: 503, headers: {}, text: `<title>${text}` }),
  'the charset of UTF-8': (text) => decode(Buffer.from(text), ''),
  'the charset of UTF-16': (text) => decode(Buffer.from(text, 'utf16le'), ''),
  'markup made safe': (text) => cleanHtml(text, site),
  'markup made safe in a paragraph': (text) => cleanHtml(`<p>${text}`, site),
  'a date': (text) => readDate(text, null, { dateFormat: 'd MMMM yyyy' }),
  'a date within a text': dateWithin,
  'text as markup': htmlOfText,
  'a byline': (text) => bylineOf([text]),
  'an id': (text) => idOf(text),
  'a link': (text) => resolveLink(text, [site]),
  'a link as it was meant': (text) => meantLink(text, site),
  'a link with another before it': (text) => meantLink(`https://${text}`, site),
  'text that was decoded twice': (text) => decodedOnce(`â€œÃ©${text}`),
  'HTML as it was meant': (text) => meantHtml(`<![CDATA[${text}`),
  'a headline as it is shown': (text) => shownHeadline(text, [text]),
  'stray elements': placeStrayElements,
  'halves of characters': joinHalves,
  'a day without its year': (text) => nearDate(text, 0),
  'a date in a text': (text) => readDateInText(text, null),
  'long authors': withoutLongPeople,
  'depth of markup': withoutDepth,
  'feeds that a page names': (text) => namedFeeds(text, site),
  paragraphs: paragraphsOf,
  'a sitemap': parseSitemap,
  'a headline': headlineText,
  'the text of markup': (text) => textOfHtml(text),
  'the beginning of the text of markup': (text) => textOfHtml(`&amp;${text}`, 1_500),
  'a document to repair': repair,
  'a feed to repair': (text) => repair(`<rss><channel>${text}`),
  'what stands before a feed': (text) => repair(`${text}<rss><channel><item></item></channel></rss>`),
  'JSON to repair': (text) => completeJson(`{"items":[{}${text}`),
  'items one by one': (text) => documentsByItem(`<rss>${text}`, 2_000),
  'end tags to match': matchEndTags,
  'rules for robots': (text) => robots(`User-agent: *\nDisallow: ${text}`),
  'an item of a feed': feed,
  'the title of an item': element('title'),
  'the description of an item': element('description'),
})
