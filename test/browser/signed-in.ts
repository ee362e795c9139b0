import type { Page } from 'playwright-core'
import { openBrowser } from '../../scripts/gallery/browser.ts'
import type { TestDesk } from '../web/desk/open-desk.ts'

/** How a page is opened. */
interface View {
  width?: number
  javaScriptEnabled?: boolean
}

/** A browser and a listening desk, whose pages are opened with the desk's session. */
export interface SignedIn {
  /** The address of `/desk/`. */
  base: string
  /** Opens a path below `/desk/`, checks it, and closes it. */
  opened(path: string, look: (page: Page) => Promise<void>, view?: View): Promise<void>
  /** Closes the browser and the desk. */
  close(): Promise<void>
}

export async function openSignedIn(desk: TestDesk): Promise<SignedIn> {
  const base = `${await desk.web.listen({ host: '127.0.0.1', port: 0 })}/news/desk/`
  const browser = await openBrowser()
  return {
    base,
    async opened(path, look, { width = 1360, javaScriptEnabled = true } = {}) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled })
      const [name = '', value = ''] = desk.cookie().split('=')
      await context.addCookies([{ name, value, url: base }])
      const page = await context.newPage()
      try {
        await page.goto(base + path)
        await look(page)
      } finally {
        await context.close()
      }
    },
    async close() {
      await browser.close()
      await desk.close()
    },
  }
}
