import { Marked } from 'marked'
import { escapeHtml } from '../../../core/text/encode.ts'

const safeLink = /^(https?:\/\/|mailto:)/i

/** Headings, paragraphs, lists, tables and links; HTML in it is shown as text, and pictures by their descriptions. */
const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => escapeHtml(text),
    image: ({ text }) => escapeHtml(text),
    heading({ tokens, depth }) {
      // The page's own heading is the only h1.
      const level = Math.min(Math.max(depth, 2), 6)
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`
    },
    link({ href, tokens }) {
      const words = this.parser.parseInline(tokens)
      return safeLink.test(href) ? `<a href="${escapeHtml(href)}">${words}</a>` : words
    },
  },
})

/** Markdown as HTML without scripts, styles and pictures, and with only web and mailto links. */
export function htmlOfMarkdown(markdown: string): { heading: string | null; html: string } {
  const tokens = marked.lexer(markdown.replaceAll('\r\n', '\n'))
  const first = tokens.find(({ type }) => type !== 'space')
  const isHeading = first?.type === 'heading' && 'depth' in first && first.depth === 1
  const heading = isHeading ? String(first.text) : null
  return { heading, html: marked.parser(isHeading ? tokens.filter((token) => token !== first) : tokens) }
}
