import { parseHTML } from 'linkedom'
import { withoutAtRules } from './style-sheets.ts'

/**
 * What Word's engine, which Outlook for Windows uses, keeps of an e-mail. Sources: caniemail.com (its rows "Outlook, Windows") and
 * Microsoft's "Word 2007 HTML and CSS rendering capabilities in Outlook 2007", part 2.
 */
const ignored: { on: string; properties: RegExp }[] = [
  // Padding works only on table cells.
  { on: ':not(td):not(th)', properties: /^padding/ },
  {
    on: '*',
    properties: /^(max-width|min-width|max-height|min-height|border-radius|box-shadow|opacity|float)$/,
  },
  { on: '*', properties: /^(position|overflow|transform|transition|object-fit|letter-spacing|word-break)$/ },
  // An element stays inline or block according to its tag.
  { on: '*', properties: /^display$/ },
  { on: 'div, p, a, span, h1, h2, h3, img', properties: /^(width|height)$/ },
  { on: 'div, a, img', properties: /^(background|background-color|border|border-.*)$/ },
  { on: 'img, a, span, td', properties: /^margin/ },
]

/** Changes an e-mail to what Word shows: its conditional comments are opened, and what it ignores is removed. */
export function asWord(html: string): string {
  const shown = html
    .replace(/<!--\[if !mso\]><!-->[\s\S]*?<!--<!\[endif\]-->/g, '')
    .replace(/<!--\[if [^\]]*mso[^\]]*\]>([\s\S]*?)<!\[endif\]-->/g, '$1')
    .replace(/<xml>[\s\S]*?<\/xml>/g, '')
  const { document } = parseHTML(shown)
  for (const sheet of document.querySelectorAll('style'))
    sheet.textContent = withoutAtRules(sheet.textContent ?? '')
  for (const element of document.querySelectorAll('[style]')) strip(element)
  return `<!doctype html>${document.documentElement.outerHTML}`
}

interface Styled {
  getAttribute(name: string): string | null
  setAttribute(name: string, value: string): void
  matches(selector: string): boolean
}

function strip(element: Styled): void {
  const kept = declarations(element.getAttribute('style') ?? '').flatMap(([name, value]) => {
    if (name === 'mso-hide') return [['display', 'none']]
    // Word's own name for the padding of a cell with a button.
    if (name === 'mso-padding-alt') return [['padding', value]]
    if (/\bauto\b/.test(value) && name.startsWith('margin')) return []
    return ignored.some(({ on, properties }) => properties.test(name) && element.matches(on))
      ? []
      : [[name, value]]
  })
  element.setAttribute('style', kept.map(([name, value]) => `${name}:${value}`).join(';'))
}

/** The declarations of a style attribute, in order. */
function declarations(style: string): [name: string, value: string][] {
  return style.split(';').flatMap((one): [string, string][] => {
    const [, name, value] = /^\s*([\w-]+)\s*:\s*(.*?)\s*$/.exec(one) ?? []
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value]]
  })
}
