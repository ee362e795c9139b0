import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRenderer } from '../../src/render/renderer.ts'
import { sampleSheet } from './sample-sheet.ts'

const renderer = openRenderer({ templatesDir: join(import.meta.dirname, '../../templates') })

async function htmlIn(language: string): Promise<string> {
  const sheet = sampleSheet(8, { note: 'Two reports differ.' })
  const blocks = await renderer.digest({ ...sheet, digest: { ...sheet.digest, language } })
  return blocks.map(({ html }) => html).join('')
}

/** Each opening tag of cells with text, as the styles' helper makes them. */
const cells = (html: string) => html.match(/<td [^>]*\balign="[^>]*>/g) ?? []

test.each(['he', 'ar', 'fa', 'az-Arab'])(
  '%s runs from right to left on page, body and cells',
  async (language) => {
    const html = await htmlIn(language)
    expect(html).toMatch(/<html [^>]*dir="rtl"/)
    expect(html).toMatch(/<body [^>]*dir="rtl"/)
    const all = cells(html)
    expect(all.length).toBeGreaterThan(20)
    for (const cell of all) expect(cell).toMatch(/dir="rtl"|align="center"/)
    // Only the masthead's link to the web is on the left.
    expect(all.filter((cell) => cell.includes('align="left"'))).toHaveLength(1)
    expect(html).toMatch(
      /<table [^>]*align="left"[^>]*>\s*<tr><td class="thumb" style="padding:6px 16px 8px 0"/,
    )
    expect(html).toMatch(/class="bar" style="border-right:4px/)
    expect(html).not.toMatch(/border-left:\d|letter-spacing:\.|text-align:left/)
  },
)

test('a newsroom’s tagline is shown only in its own language', async () => {
  const { tagline } = sampleSheet(8).newsroom
  expect(await htmlIn('en-GB')).toContain(tagline)
  expect(await htmlIn('he')).not.toContain(tagline)
})

test.each(['en', 'de', 'ar-Latn'])('%s runs from left to right', async (language) => {
  const html = await htmlIn(language)
  expect(html).toMatch(/<body [^>]*dir="ltr"/)
  expect(html).not.toContain('dir="rtl"')
  expect(html).toMatch(/class="bar" style="border-left:4px/)
  expect(html).toMatch(
    /<table [^>]*align="right"[^>]*>\s*<tr><td class="thumb" style="padding:6px 0 8px 16px"/,
  )
})
