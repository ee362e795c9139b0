import type { FastifyInstance, LightMyRequestResponse } from 'fastify'

/** A browser without scripts, sufficient for signing in: it stores cookies, and submits forms of its current page. */
export interface TestBrowser {
  page: LightMyRequestResponse
  cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  /** Submits the page's form with this action, its hidden fields and these, and follows redirects. */
  send(action: string, fields?: Record<string, string>): Promise<LightMyRequestResponse>
  post(path: string, fields: Record<string, string>): Promise<LightMyRequestResponse>
  /** The address where the last request ended. */
  at: string
}

const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
  '&#x3D;': '=',
  '&amp;': '&',
}
export const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|quot|#x27|#x3D|amp);/g, (one) => entities[one] ?? one)

/** The fields of the form with this action that have a value of their own. */
export function fieldsOf(html: string, action: string, button = ''): Record<string, string> {
  const form = [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([^]*?)<\/form>/g)].find(
    ([, to = '', body = '']) => unescaped(to) === action && body.includes(button),
  )
  if (!form)
    throw new Error(`the page has no form for ${action}:\n${html.slice(html.indexOf('<main'), 3000)}`)
  return Object.fromEntries(
    [
      ...(form[2] ?? '').matchAll(
        /<input(?=[^>]*type="hidden")(?=[^>]*name="([^"]*)")(?=[^>]*value="([^"]*)")[^>]*>/g,
      ),
    ].map(([, name = '', value = '']) => [name, unescaped(value)]),
  )
}

export function testBrowser(web: FastifyInstance, origin: string, remoteAddress = '127.0.0.1'): TestBrowser {
  const cookies = new Map<string, string>()
  const ask = async (method: 'GET' | 'POST', url: string, own: Record<string, string>, payload?: string) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      host: new URL(origin).host,
      'user-agent': 'Test browser',
      ...(cookie ? { cookie } : {}),
      ...own,
    }
    browser.page = await web.inject({
      method,
      url,
      headers,
      remoteAddress,
      ...(payload === undefined ? {} : { payload }),
    })
    browser.at = url
    for (const { name, value } of browser.page.cookies as { name: string; value: string }[])
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    return browser.page
  }
  const browser: TestBrowser = {
    page: undefined as unknown as LightMyRequestResponse,
    at: '',
    cookies,
    async get(path, headers = {}) {
      await ask('GET', path, headers)
      for (let turn = 0; [302, 303].includes(browser.page.statusCode) && turn < 5; turn++)
        await ask('GET', String(browser.page.headers.location), {})
      return browser.page
    },
    async post(path, fields) {
      const headers = {
        origin,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
      }
      return ask('POST', path, headers, new URLSearchParams(fields).toString())
    },
    async send(action, fields = {}) {
      const hidden = fieldsOf(browser.page.body, action, fields['change'] ?? '')
      await browser.post(action, { ...hidden, ...fields })
      if (browser.page.statusCode === 303) await browser.get(String(browser.page.headers.location))
      return browser.page
    },
  }
  return browser
}
