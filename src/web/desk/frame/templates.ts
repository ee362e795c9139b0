import { join } from 'node:path'
import { formToken, openTemplates, type FillTemplate } from '../../kit/views/templates.ts'
import type { Words } from '../../../wording/wording.ts'
import type { WebContext } from '../../web-context.ts'

const numbers = new Intl.NumberFormat('en-GB')

/** Opens templates for the desk's frame, with its words, paths and partials, and those of a scope. */
export function deskTemplates(
  site: WebContext,
  { say, at }: { say: Words['say']; at: (path: string) => string },
  folders: readonly string[],
  own: Record<string, (...args: never[]) => unknown> = {},
  partials: readonly string[] = [],
): FillTemplate {
  return openTemplates(folders, {
    helpers: {
      word: (key: string, options: { hash: Record<string, string | number> }) => say(key, options.hash),
      desk: (below: string) => at(below),
      url: (below: string) => site.path + below,
      number: (value: number) => numbers.format(value),
      formToken,
      state: (status: string) => `state-${status}`,
      'source-state': (status: string) => `source-state-${status}`,
      is: (one: unknown, other: unknown) => one === other,
      ...own,
    },
    partials: [join(site.templatesDir, 'desk', 'partials'), ...partials],
  })
}
