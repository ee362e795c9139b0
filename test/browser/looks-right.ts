import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** A folder for screenshots of each page and e-mail, for review; without it none are taken. */
const pictures = process.env['DAYWIRE_TEST_PICTURES']
const views = [320, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
)

/** Fits each width, in light and dark, and passes axe. */
export async function looksRight(page: Page, name: string): Promise<void> {
  for (const { width, scheme } of views) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: 900 })
    const wide = (await page.evaluate('document.documentElement.scrollWidth')) as number
    expect(wide, `${name} at ${width}`).toBeLessThanOrEqual(width)
    await pictured(page, `${name}-${width}-${scheme}`)
    const violations = await violationsOf(page)
    expect(violations, `${name} at ${width}, ${scheme}`).toEqual([])
  }
}

export async function pictured(page: Page, name: string): Promise<void> {
  if (!pictures) return
  await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

/** Violations of WCAG 2.2 AA. The policy of the page blocks scripts; those of a test are added through the protocol. */
async function violationsOf(page: Page): Promise<string[]> {
  const rules = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']"
  return page.evaluate(
    `(() => { ${axe.source}; return axe.run({ runOnly: ${rules} }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' '))) })()`,
  )
}
