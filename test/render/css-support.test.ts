import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRenderer } from '../../src/render/renderer.ts'
import { sampleSheet } from './sample-sheet.ts'

interface Support {
  properties: Record<string, { row: string | null; support: string | null; fallback?: string }>
}

const templatesDir = join(import.meta.dirname, '../../templates')
const { properties } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'css-support.json'), 'utf8'),
) as Support

/** Every CSS property of an e-mail's HTML, except vendor-prefixed ones of a single engine. */
function propertiesOf(html: string): Set<string> {
  const inline = [...html.matchAll(/ style="([^"]*)"/g)].map(([, style = '']) => style)
  const rules = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].flatMap(([, sheet = '']) =>
    [...sheet.matchAll(/\{([^{}]*)\}/g)].map(([, body = '']) => body),
  )
  const names = [...inline, ...rules].flatMap((style) =>
    style.split(';').flatMap((one) => /^\s*([\w-]+)\s*:/.exec(one)?.[1] ?? []),
  )
  return new Set(names.filter((name) => !/^(mso-|-ms-|-webkit-)/.test(name)))
}

async function allHtml(): Promise<string> {
  const renderer = openRenderer({ templatesDir })
  const { newsroom, digest, ...sheet } = sampleSheet(8)
  const sheets = ['en', 'he'].map((language) => ({ ...sheet, newsroom, digest: { ...digest, language } }))
  const blocks = (await Promise.all(sheets.map((one) => renderer.digest(one)))).flat()
  const points = [{ name: 'Coastal Times', text: 'could not be read since Monday' }]
  const alert = await renderer.message(
    { kind: 'alert', subject: 'One source fails', lead: 'It is this one.', points, advice: 'Look.' },
    newsroom,
  )
  return [...blocks, alert].map(({ html }) => html).join('')
}

test('every CSS property of an e-mail has known client support, or a fallback', async () => {
  const used = propertiesOf(await allHtml())
  expect(used.size).toBeGreaterThan(20)
  for (const name of used) {
    const known = properties[name]
    expect(known, `${name} is not in css-support.json: look it up at caniemail.com`).toBeDefined()
    if (known?.support && !/^y+$/.test(known.support))
      expect(known.fallback, `${name} is not supported everywhere`).toBeTruthy()
  }
  expect([...used].sort()).toEqual(Object.keys(properties).sort())
})
