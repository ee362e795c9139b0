import { Readability } from '@mozilla/readability'
import type { PageDocument, PageElement } from './page-document.ts'
import { tidyPage } from './page-boilerplate.ts'
import { withoutFurniture } from './page-furniture.ts'
import { blocksOf } from './page-prose.ts'

export interface PageBody {
  element: PageElement
  blocks: string[]
}

export function bodyOf(document: PageDocument, headline: string): PageBody | null {
  tidyPage(document)
  const reader = new Readability<PageElement>(document as never, {
    keepClasses: true,
    disableJSONLD: true,
    serializer: (node) => node as unknown as PageElement,
  })
  const element = reader.parse()?.content ?? null
  if (element) withoutFurniture(element, headline, document)
  return element && { element, blocks: blocksOf(element) }
}
