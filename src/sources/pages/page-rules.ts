import type { SourceOptions } from '../../core/entities/sources/source.ts'
import { said, type Said } from '../../core/said/said.ts'
import type { PageDocument } from './page-document.ts'

/** CSS selectors for the parts of a page or a listing. */
export type Css = NonNullable<SourceOptions['css']>

/** Why a source's rules cannot be used; null if each is a valid CSS selector. */
export function badRule(document: PageDocument, css: Css): Said | null {
  for (const [part, selector] of Object.entries(css))
    try {
      document.querySelector(selector)
    } catch {
      return said('page-rule-broken', { selector, part })
    }
  return null
}
