import { createWriteStream, openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseHTML } from 'linkedom'
import type { PageDocument, PageElement } from '../../src/sources/pages/page-document.ts'

/** A browser without scripts: it keeps cookies, follows redirects, and submits the forms of the current page. */
export interface Browser {
  /** The current URL and document. */
  at: URL
  document: PageDocument
  /** Opens a URL, as a person who types it or follows a link. Throws if the status is not 2xx. */
  open(path: string): Promise<void>
  /** Submits the page's form whose action ends with this: the values of its fields, some of them replaced. */
  send(action: string, fields?: Record<string, string>): Promise<void>
  /** The same with a file, as `multipart/form-data`. */
  upload(action: string, field: string, file: string): Promise<void>
  /** Saves the response of a link, or of a form of the page, to a file. */
  download(from: { link: string } | { action: string }, file: string): Promise<void>
}

const readPage = (html: string): PageDocument => parseHTML(html).document as PageDocument

export function openBrowser(origin: string): Browser {
  const cookies = new Map<string, string>()

  async function ask(address: URL, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { cookie, origin, 'sec-fetch-site': 'same-origin', 'user-agent': 'bench' }
    const response = await fetch(address, { ...init, headers, redirect: 'manual' })
    for (const one of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (one.split(';')[0] ?? '').split('=')
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const to = response.headers.get('location')
    if (to !== null) {
      await response.body?.cancel()
      return ask(new URL(to, address))
    }
    if (!response.ok) throw new Error(`${address.href} answered ${response.status}: ${await response.text()}`)
    browser.at = address
    return response
  }

  const show = async (response: Response): Promise<void> => {
    browser.document = readPage(await response.text())
  }

  function formOf(action: string): { address: URL; fields: [string, string][] } {
    const address = (form: PageElement) => new URL(form.getAttribute('action') ?? '', browser.at)
    const form = [...browser.document.querySelectorAll('form')].find((one) =>
      address(one).pathname.endsWith(action),
    )
    if (!form) throw new Error(`${browser.at.href} has no form for ${action}`)
    const fields = [...form.querySelectorAll('input, select, textarea')]
    return {
      address: address(form),
      fields: fields.flatMap(held),
    }
  }

  const body = (fields: [string, string][], given: Record<string, string>): URLSearchParams => {
    const own = fields.filter(([name]) => !(name in given))
    return new URLSearchParams([...own, ...Object.entries(given)])
  }

  const browser: Browser = {
    at: new URL(origin),
    document: readPage('<html></html>'),
    open: async (path) => show(await ask(new URL(path, browser.at))),
    async send(action, given = {}) {
      const { address, fields } = formOf(action)
      await show(await ask(address, { method: 'POST', body: body(fields, given) }))
    },
    async upload(action, field, file) {
      const { address, fields } = formOf(action)
      const form = new FormData()
      for (const [name, value] of fields) form.append(name, value)
      form.append(field, await openAsBlob(file), basename(file))
      await show(await ask(address, { method: 'POST', body: form }))
    },
    async download(from, file) {
      const form = 'action' in from ? formOf(from.action) : null
      const response = form
        ? await ask(form.address, { method: 'POST', body: body(form.fields, {}) })
        : await ask(new URL('link' in from ? from.link : '', browser.at))
      if (!response.body) throw new Error('nothing came')
      await pipeline(Readable.fromWeb(response.body), createWriteStream(file))
    },
  }
  return browser
}

/** What a browser submits for a field. */
function held(field: PageElement): [string, string][] {
  const name = field.getAttribute('name')
  if (!name) return []
  if (field.localName === 'textarea') return [[name, field.textContent ?? '']]
  if (field.localName === 'select') {
    const options = [...field.querySelectorAll('option')]
    const chosen = options.find((one) => one.hasAttribute('selected')) ?? options[0]
    return [[name, chosen?.getAttribute('value') ?? '']]
  }
  const type = field.getAttribute('type') ?? 'text'
  const isOff = (type === 'radio' || type === 'checkbox') && !field.hasAttribute('checked')
  return isOff || type === 'file' ? [] : [[name, field.getAttribute('value') ?? '']]
}
