import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openMail } from '../../scripts/gallery/browser.ts'
import { openMails, type Mails } from '../../scripts/gallery/mails.ts'
import { views, type View } from '../../scripts/gallery/views.ts'

const names = [
  'a full day of 36 stories',
  'one story',
  'corrections alone',
  'a day with corrections',
  'right to left',
  'confirm, de',
  'welcome, he',
  'alert, en',
  'invitation, en',
]
/** About landmarks of a page, which are up to the client that shows an e-mail. */
const pageRules = { region: { enabled: false }, 'landmark-one-main': { enabled: false } }
/** Gmail truncates an e-mail at about 102,000 bytes of HTML, and drops a style element of more than 8,192 characters. */
const mostBytes = 95_000
const mostStyle = 8192

let browser: Browser
let all: Mails
beforeAll(async () => {
  all = await openMails()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await all.close()
})

const mailNamed = (name: string) => {
  const found = all.mails.find((one) => one.name === name)
  if (!found) throw new Error(`the gallery has no mail “${name}”`)
  return found
}

/** Opens an e-mail in a view, returns what `look` finds, and closes it. */
async function seen<T>(name: string, view: View, look: (page: Page) => Promise<T>): Promise<T> {
  const page = await openMail(browser, mailNamed(name).mail.html, view, all.picture)
  try {
    return await look(page)
  } finally {
    await page.close()
  }
}

const run = <T>(page: Page, call: string) => page.evaluate(call) as Promise<T>

describe.each(names)('%s', (name) => {
  describe.each(views)('$name', (view) => {
    test('fits its width and has enough contrast', async () => {
      await seen(name, view, async (page) => {
        expect(await run<number>(page, 'fullWidth()')).toBeLessThanOrEqual(view.width)
        expect(await run<string[]>(page, 'lowContrast(4.5)')).toEqual([])
        expect(await run<number>(page, 'emptyFrames()')).toBe(0)
        expect(await run<number>(page, 'narrowestText()')).toBeGreaterThanOrEqual(
          Math.min(view.width - 125, 480),
        )
      })
    })
  })

  test.each(views.filter(({ width }) => width === 320))(
    'has links of 44 px each, high or apart: $name',
    async (view) => {
      await seen(name, view, async (page) => {
        expect(await run<string[]>(page, 'crowdedTargets(44)')).toEqual([])
      })
    },
  )

  test.each(views.filter(({ name }) => /^(light|dark), /.test(name)))('passes axe: $name', async (view) => {
    await seen(name, view, async (page) => {
      await page.addScriptTag({ content: axe.source })
      const found = await run<{ id: string; nodes: { html: string }[] }[]>(
        page,
        `axe.run({ rules: ${JSON.stringify(pageRules)} }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })))`,
      )
      expect(found).toEqual([])
    })
  })

  test('has headings in order, sections above stories', async () => {
    await seen(name, views[0] as View, async (page) => {
      const levels = await run<number[]>(page, 'headingLevels()')
      expect(levels[0]).toBe(1)
      expect(levels.filter((level) => level === 1)).toHaveLength(1)
      for (const [at, level] of levels.entries())
        expect(level - (levels[at - 1] ?? 0), `heading ${at}`).toBeLessThanOrEqual(1)
      // The points of an alert are not sections.
      if (!mailNamed(name).sheet) return
      const sections = await run<number[]>(page, 'textSizes("h2")')
      const stories = await run<number[]>(page, 'textSizes("h3")')
      expect(Math.min(...sections)).toBeGreaterThanOrEqual(22)
      for (const size of stories) expect(size).toBeLessThan(Math.min(...sections))
    })
  })

  test('stays within the size limits of e-mail clients', () => {
    const { mail } = mailNamed(name)
    expect(mail.bytes).toBeLessThanOrEqual(mostBytes)
    for (const [, sheet = ''] of mail.html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g))
      expect(sheet.length).toBeLessThanOrEqual(mostStyle)
  })

  test('truncates no text in mid-clause, and contains no tracking', () => {
    const { mail } = mailNamed(name)
    const words = mail.html.replace(/<(style|title)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ')
    for (const text of [words, mail.text]) expect(text).not.toMatch(/…|\.\.\./)
    for (const [link] of `${mail.html} ${mail.text}`.matchAll(/https?:\/\/[^\s"<>]+/g))
      expect(link).not.toMatch(
        /[?&;](utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_hsenc|mkt_tok)=/i,
      )
  })

  test('has a text part of 72 columns, except for addresses', () => {
    for (const line of mailNamed(name).mail.text.split('\n'))
      if (!/https?:\/\//.test(line)) expect(line.length, line).toBeLessThanOrEqual(72)
  })
})

test('a full day has all of its 36 stories, each with its words', () => {
  const { mail, sheet } = mailNamed('a full day of 36 stories')
  expect(sheet?.news).toHaveLength(36)
  expect(mail.html.match(/<td id="s\d+"/g)).toHaveLength(36)
  expect(mail.html.match(/class="text"/g)?.length).toBeGreaterThanOrEqual(36)
})
