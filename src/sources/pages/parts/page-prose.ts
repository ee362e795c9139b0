import type { PageElement } from '../page-document.ts'
import { line, textOfHtml } from '../../text/plain-text.ts'

const element = 1
const text = 3

const inline: ReadonlySet<string> = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
)

/** Whether an element is part of a line rather than a line of its own. */
export const isInline = ({ localName }: PageElement): boolean => inline.has(localName)

/** Elements whose text is not read. */
const silent: ReadonlySet<string> = new Set(
  'script style noscript template iframe object embed svg math canvas audio video picture img input button select textarea option form nav title head link meta'.split(
    ' ',
  ),
)

/** The blocks of an element's text in reading order, each one line of plain text. */
export function blocksOf(root: PageElement): string[] {
  const blocks: string[] = []
  let open = ''
  const close = (): void => {
    const block = line(open)
    if (block !== '') blocks.push(block)
    open = ''
  }
  const walk = (node: PageElement): void => {
    for (const child of node.childNodes) {
      if (child.nodeType === text) open += child.textContent
      if (child.nodeType !== element || silent.has(child.localName)) continue
      if (isInline(child)) walk(child)
      else {
        close()
        walk(child)
        close()
      }
    }
  }
  walk(root)
  close()
  return blocks
}

/** The text of an element on one line. */
export function lineOf(node: PageElement | null | undefined): string {
  return node ? blocksOf(node).join(' ') : ''
}

/** The paragraphs of plain text or HTML, each on one line. */
export function paragraphsOf(text: string): string[] {
  const parted = /<(?:p|br|div)\b/i.test(text)
    ? text.replace(/<\/?(?:p|br|div|h\d|li|ul|ol|blockquote)\b[^<>]*>/gi, '\n')
    : text
  return parted
    .split(/\n+/)
    .map((part) => textOfHtml(part))
    .filter((part) => part !== '')
}
