import { readFileSync } from 'node:fs'
import type Handlebars from 'handlebars'
import { AppError, reasonOf } from '../core/errors.ts'
import { escapeHtml } from '../core/text/encode.ts'
import { said } from '../core/said/said.ts'

type Direction = 'ltr' | 'rtl'
type Styles = Record<string, string>
interface Options {
  hash: { side?: 'start' | 'end' }
  data: { root: { direction?: Direction } }
}

/**
 * Registers helpers for the styles in a file by name: `css` for any element, `cell` for a table cell, which also states its side and
 * direction (some clients drop those of the page). For languages written from right to left, styles are mirrored. Throws `template-broken`
 * if the file cannot be read.
 */
export function registerStyles(handlebars: typeof Handlebars, file: string): void {
  const ltr = readStyles(file)
  const rtl = Object.fromEntries(Object.entries(ltr).map(([name, style]) => [name, mirrored(style)]))
  const css = (name: string, isRtl: boolean): string => {
    const style = (isRtl ? rtl : ltr)[name]
    if (style === undefined) throw new Error(`styles.json has no style “${name}”`)
    return `class="${escapeHtml(name)}" style="${escapeHtml(style).replaceAll('&#39;', "'")}"`
  }
  handlebars.registerHelper('css', (name: string, { data }: Options) => {
    return new handlebars.SafeString(css(name, data.root.direction === 'rtl'))
  })
  handlebars.registerHelper('cell', (name: string, { data, hash }: Options) => {
    const isRtl = data.root.direction === 'rtl'
    const side = isRtl === (hash.side === 'end') ? 'left' : 'right'
    return new handlebars.SafeString(`align="${side}" ${isRtl ? 'dir="rtl" ' : ''}${css(name, isRtl)}`)
  })
}

/** Swaps left and right, and removes letter spacing, which would separate the joined letters of Arabic. */
function mirrored(style: string): string {
  return style
    .replace(/\b(left|right)\b/g, (side) => (side === 'left' ? 'right' : 'left'))
    .replace(/\b(padding|margin):([^\s;]+) ([^\s;]+) ([^\s;]+) ([^\s;]+)/g, '$1:$2 $5 $4 $3')
    .replace(/letter-spacing:[^;]+;?/, '')
}

function readStyles(file: string): Styles {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Styles
  } catch (cause) {
    throw new AppError('template-broken', said('cannot-read', { file, why: reasonOf(cause) }), { cause })
  }
}
