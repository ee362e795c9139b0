import { Readability } from '@mozilla/readability'
import type { PageDocument, PageElement } from './page-document.ts'
import { tidyPage } from './page-boilerplate.ts'
import { blocksOf } from './page-prose.ts'

export interface PageBody {
  element: PageElement
  blocks: string[]
}

export function bodyOf(document: PageDocument): PageBody | null {
  tidyPage(document)
  const reader = new Readability<PageElement>(document as never, {
    keepClasses: true,
    disableJSONLD: true,
    serializer: (node) => node as unknown as PageElement,
  })
  const element = reader.parse()?.content ?? null
  return element && { element, blocks: blocksOf(element) }
}
