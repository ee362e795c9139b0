/** How a client shows a mail: its colours, and whether it loads pictures. */
export interface Shown {
  /** Null leaves it to whoever looks. */
  scheme: 'light' | 'dark' | null
  pictures: boolean
}

const query = /@media\s*\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/g

/**
 * A mail's HTML for a frame that shows it as a client would: its queries for colours are decided here, and pictures lose
 * their address where they are off. What leaves is not touched.
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
