import type * as Library from '@observablehq/plot'

/** The used part of the drawn element: no browser types are loaded here. */
interface Drawn {
  outerHTML: string
  querySelectorAll(selector: string): Iterable<{ remove(): void; removeAttribute(name: string): void }>
  setAttribute(name: string, value: string): void
}

type Marks = (plot: typeof Library) => Library.Markish[]

/** The size and margins of every plot of the desk. */
const frame = { width: 720, height: 180, marginLeft: 44, marginRight: 12 }

/**
 * Draws a plot as SVG on the server, without scripts in the page. The library is loaded with the first plot. The rules that it would put
 * into style elements and attributes, which the policy forbids, are in the desk's style sheet under `.plot`.
 */
export async function drawPlot(
  label: string,
  options: Pick<Library.PlotOptions, 'x' | 'y' | 'color'>,
  marks: Marks,
): Promise<string> {
  const [library, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')])
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const whole = {
    ...frame,
    ...options,
    marks: marks(library),
    document: document as never,
    className: 'plot',
  }
  const drawn = library.plot(whole) as unknown as Drawn
  for (const style of drawn.querySelectorAll('style')) style.remove()
  for (const styled of drawn.querySelectorAll('[style]')) styled.removeAttribute('style')
  // One label for the whole plot; the parts have no role that allows a label.
  for (const part of drawn.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label')
  drawn.setAttribute('role', 'img')
  drawn.setAttribute('aria-label', label)
  return drawn.outerHTML
}
