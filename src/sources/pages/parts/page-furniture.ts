import type { PageDocument, PageElement } from '../page-document.ts'
import { isInline, lineOf } from './page-prose.ts'

/** In characters. A longer line belongs to the article. */
const longestLine = 220

/** Lines that are not part of an article, wherever they occur. */
const anywhere: RegExp[] = [
  /^(?:image|photo|slide|picture)s? \d+ (?:of|\/)/i,
  /^\(?(?:image|photo|picture|foto|imagem)s?(?: credit| by| courtesy(?: of)?| via)?\s*[:©]/i,
  /^(?:related|read more|more|see also|see more|also read|read also|must read|read next|read|watch|listen|more on|see)(?: (?:stories|articles|topics|coverage|links|video|content))?\s*[:|»›]/i,
  /^(?:click here|continue reading|story continues|article continues|advertisement|scroll down|skip to|sponsored|loading|share this|share on|tweet this|print this|save this)\b/i,
  /^(?:don['’]t miss|you may (?:also )?(?:like|be interested)|you might (?:also )?like|recommended(?: for you)?|related(?: (?:stories|articles|posts|content|topics|news|links))?|read more|most (?:read|popular|viewed)|trending(?: now)?|popular (?:posts|stories)|top stories|more (?:from|on|news|stories)\b.{0,60})[.:…!]*$/i,
  /^(?:sign up|subscribe|register)\b.{0,120}\b(?:newsletter|inbox|e-?mail|alerts?|updates|channel|free|today|here)\b/i,
  /^(?:get|receive) .{0,100}\b(?:newsletter|in(?:to)? your inbox|delivered to)/i,
  /^(?:follow|like|join|find) (?:us|me|him|her|them|@\w+|our)\b.{0,140}$/i,
  /^(?:like|enjoy(?:ed)?) (?:this|what) .{0,60}(?:share|subscribe|sign up|follow)/i,
  /^(?:copyright|©|\(c\))\s.{0,180}$/i,
  /\ball rights reserved\b/i,
  /^this (?:slideshow|site|feature|video) requires javascript/i,
  /^(?:tell us what you think|join the (?:conversation|discussion)|leave a (?:comment|reply)|post a comment|what do you think\?)/i,
  /^https?:\/\/\S+$/i,
  /^\S+@\S+\.\w{2,}$/,
  /^(?:twitter\.com\/|@)\S+$/i,
]

/** Lines near the beginning with author and date. */
const ahead: RegExp[] = [
  /^(?:by|von|par|por|di)\s+[\p{Lu}@].{0,80}[^.!?]$/iu,
  /^(?:first )?(?:published|posted|updated|last (?:updated|modified)|created|publicado|publié|veröffentlicht|aktualisiert)\b.{0,100}\d/i,
]

/** A line before the first paragraph that consists mainly of a date. */
const bareDate = /^.{0,30}\b(?:\d{1,2}[:.]\d{2}|\d{4})\b.{0,40}$/

/** A picture with its caption may precede the byline. */
const linesAhead = 5

/** Lines after the last paragraph about authors, agencies and contacts. */
const behind: RegExp[] = [
  /\b(?:contributed to this (?:report|story|article)|follow (?:him|her|them|me) (?:on|at)|on twitter (?:at )?@|(?:can|may) be reached at|(?:e-?mail|contact|reach) (?:the )?(?:[A-Z]\w+|reporters?|him|her)\b.{0,60}@)/i,
  /^(?:source|sources|via|tags?|topics?|filed under|categories|category|about the authors?)\b\s*:?.{0,100}$/i,
  /^(?:have|got) (?:a|any) (?:tip|story|news|question)/i,
]

const matchesAny = (patterns: RegExp[], text: string): boolean => patterns.some((each) => each.test(text))

const isBreak = ({ localName }: PageElement): boolean => localName === 'br'
const isBlock = (node: PageElement): boolean => node.nodeType === 1 && !isInline(node) && !isBreak(node)

/** Wraps loose text between blocks in paragraphs, so that each line is an element. */
function partRuns(parent: PageElement, document: PageDocument): void {
  let run: PageElement[] = []
  const close = (): void => {
    const [first] = run
    if (first && run.some((node) => node.textContent.trim() !== '')) {
      const paragraph = document.createElement('p')
      first.replaceWith(paragraph)
      paragraph.append(...run)
    }
    run = []
  }
  for (const node of Array.from(parent.childNodes)) {
    if (isBlock(node)) close()
    else run.push(node)
  }
  close()
}

/** Elements that hold one line each: those without blocks inside. */
function lineElements(root: PageElement, document: PageDocument): PageElement[] {
  const found: PageElement[] = []
  const walk = (element: PageElement): void => {
    const parts = element.children.some(isBlock)
    if (!parts && element !== root) found.push(element)
    else {
      partRuns(element, document)
      for (const child of element.children) walk(child)
    }
  }
  walk(root)
  return found
}

const isHeading = ({ localName }: PageElement): boolean => /^h[1-6]$/.test(localName)

/** The share of an element's text that lies in links. */
function linkShare(element: PageElement, text: string): number {
  if (element.closest('a')) return 1
  let linked = 0
  for (const link of element.querySelectorAll('a')) linked += lineOf(link).length
  return linked / Math.max(text.length, 1)
}

interface Line {
  element: PageElement
  text: string
}

const isShort = ({ text }: Line): boolean => text.length <= longestLine

/** A paragraph of the article: long enough, and not a link. */
const isParagraph = ({ element, text }: Line): boolean =>
  text.length > 80 && !isHeading(element) && linkShare(element, text) < 0.5

function furnitureAt(lines: Line[], headline: string): Line[] {
  const first = lines.findIndex(isParagraph)
  const last = lines.findLastIndex(isParagraph)
  return lines.filter((line, at) => {
    if (!isShort(line))
      return at >= last - 1 && at > first && line.text.length < 600 && matchesAny(behind, line.text)
    if (matchesAny(anywhere, line.text)) return true
    if (at < Math.max(first, linesAhead) && matchesAny(ahead, line.text)) return true
    if (at < first && (bareDate.test(line.text) || line.text === headline)) return true
    if (at >= last - 1 && at > first && matchesAny(behind, line.text)) return true
    return line.text.length > 15 && !isHeading(line.element) && linkShare(line.element, line.text) > 0.9
  })
}

/** Headings that no line follows. */
function emptyHeadings(lines: Line[]): Line[] {
  return lines.filter((line, at) => isHeading(line.element) && lines[at + 1] === undefined)
}

/** Removes lines from an article's body that belong to the page around it. */
export function withoutFurniture(root: PageElement, headline: string, document: PageDocument): void {
  const linesOf = (): Line[] =>
    lineElements(root, document)
      .map((element) => ({ element, text: lineOf(element) }))
      .filter(({ text }) => text !== '')
  const lines = linesOf()
  const furniture = furnitureAt(lines, headline)
  const whole = lines.reduce((sum, { text }) => sum + text.length, 0)
  const taken = furniture.reduce((sum, { text }) => sum + text.length, 0)
  if (taken > whole / 2) return
  for (const { element } of furniture) element.remove()
  for (const { element } of emptyHeadings(linesOf())) element.remove()
}
