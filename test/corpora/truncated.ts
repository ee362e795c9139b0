/**
 * Cuts real feeds at many places and counts the items that were complete before the cut: each must be read.
 *
 *   node test/corpora/truncated.ts [DIR…]     (../shared/corpora/day-2008-12-12 and feeds by default)
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from '../../src/sources/text/charset.ts'
import { readFeed } from '../../src/sources/feeds/read-feed.ts'

const cuts = 40

const raw = (bytes: Buffer) => ({
  bytes,
  contentType: '',
  url: null,
  where: 'feed',
  timeZone: null,
  options: {},
  mostItems: 5_000,
})

const itemsIn = (bytes: Buffer): number => {
  const reading = readFeed(raw(bytes))
  return reading.ok ? reading.items.length : 0
}

/** End tags of items; those in CDATA and comments are text. */
function completeItems(bytes: Buffer): number {
  const markup = decode(bytes, '').text.replace(/<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)/g, '')
  return markup.match(/<\/(?:[\w.-]+:)?(?:item|entry)\s*>/gi)?.length ?? 0
}

const corpora = join(import.meta.dirname, '../../../shared/corpora')
const roots = process.argv.slice(2)
const folders = (roots.length > 0 ? roots : [join(corpora, 'day-2008-12-12'), join(corpora, 'feeds')]).filter(
  (folder) => existsSync(folder),
)
if (folders.length === 0) console.log('There is no folder of feeds to cut: give one as the argument.')

const tally = { cuts: 0, items: 0, kept: 0 }
for (const folder of folders) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const name of names.filter((each) => /\.(?:xml|rss|rdf|atom)$/.test(each)).sort()) {
    const bytes = readFileSync(join(folder, name))
    const whole = itemsIn(bytes)
    if (whole === 0) continue
    for (let cut = 1; cut < cuts; cut++) {
      const part = bytes.subarray(0, Math.floor((bytes.length * cut) / cuts))
      const complete = Math.min(completeItems(part), whole)
      if (complete === 0) continue
      const kept = Math.min(itemsIn(part), complete)
      tally.cuts++
      tally.items += complete
      tally.kept += kept
      if (kept < complete) console.log(`${name} at ${part.length}: ${kept} of ${complete} complete items`)
    }
  }
}
console.log(`${tally.cuts} cuts: ${tally.kept} of ${tally.items} complete items kept`)
if (tally.kept < tally.items) process.exitCode = 1
