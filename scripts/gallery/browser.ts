import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import type { View } from './views.ts'

/** Opens Debian's Chromium, or that of `CHROMIUM`. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    // Its sandbox cannot start when it runs as root in a container.
    args: ['--no-sandbox', '--force-color-profile=srgb', '--font-render-hinting=none'],
  })
}

/** Opens an e-mail as a view shows it; pictures come from `picture`, and nothing else is fetched. */
export async function openMail(
  browser: Browser,
  html: string,
  view: View,
  picture: (hash: string) => Promise<Buffer>,
): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: view.width, height: 900 },
    colorScheme: view.scheme,
  })
  await page.route('**/*', async (route) => {
    const hash = /\/media\/([0-9a-f]{32})$/.exec(route.request().url())?.[1]
    if (hash === undefined || !view.pictures) return route.abort()
    await route.fulfill({ body: await picture(hash), contentType: 'image/jpeg' })
  })
  await page.setContent(view.rewrite(html), { waitUntil: 'load' })
  await page.addScriptTag({ path: join(import.meta.dirname, 'in-page.js') })
  await view.after?.(page)
  return page
}
