/** How a client shows an e-mail: its colours, and whether it loads pictures. */
export interface Shown {
  /** Null leaves it to the viewer's browser. */
  scheme: 'light' | 'dark' | null
  pictures: boolean
}

const query = /@media\s*\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/g

/**
 * An e-mail's HTML for a frame that shows it as a client would: its colour queries are resolved here, and without pictures their URLs are
 * removed. What is sent is not affected.
 */
export function asShown(html: string, { scheme, pictures }: Shown): string {
  const colored =
    scheme === null
      ? html
      : html
          .replace(query, (_, asked: string) => (asked === scheme ? '@media all' : '@media not all'))
          .replaceAll('content="light dark"', `content="${scheme}"`)
          .replaceAll('color-scheme: light dark', `color-scheme: ${scheme}`)
  return pictures ? colored : colored.replace(/(<img\b[^>]*?) src="[^"]*"/g, '$1')
}
