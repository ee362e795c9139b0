import { parse } from 'yaml'
import { z } from 'zod'

const words = z.string().trim().min(1)
const list = z.union([z.array(words), words.transform((one) => [one])]).default([])

const schema = z.object({
  headline: words,
  section: z.enum(['news', 'analysis']).optional(),
  topics: list,
  countries: list,
  byline: words.optional(),
  /** An ISO date or time; YAML leaves it as text. */
  date: words,
  summary: words.optional(),
  /** Who published it first. */
  source: words.optional(),
  link: z.url({ protocol: /^https?$/ }).optional(),
  image: z
    .object({
      file: words.optional(),
      url: z.url({ protocol: /^https?$/ }).optional(),
      alt: words.optional(),
      caption: words.optional(),
      credit: words.optional(),
    })
    .refine((image) => (image.file === undefined) !== (image.url === undefined), 'give either file or url')
    .optional(),
})

export type FrontMatter = z.infer<typeof schema>

type FrontMatterReading =
  { ok: true; fields: FrontMatter; body: string; unknown: string[] } | { ok: false; reason: string }

/** How many times one YAML alias may be used: enough for people, too little for a bomb. */
const maxAliasCount = 10

/** Takes a Markdown file apart into its front matter, between two lines of `---`, and its body. */
export function readFrontMatter(text: string): FrontMatterReading {
  const match = /^\s*---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)
  if (!match)
    return {
      ok: false,
      reason: 'has no front matter: begin it with a line of ---, fields, and another line of ---',
    }
  let written: unknown
  try {
    written = parse(match[1] ?? '', { maxAliasCount, logLevel: 'error' })
  } catch (error) {
    return { ok: false, reason: `its front matter is no YAML: ${(error as Error).message.split('\n')[0]}` }
  }
  const read = schema.safeParse(written)
  if (!read.success) {
    const faults = read.error.issues.map(
      (issue) => `${issue.path.join('.') || 'front matter'}: ${issue.message}`,
    )
    return { ok: false, reason: faults.join('; ') }
  }
  const unknown = Object.keys(written as object).filter((key) => !Object.hasOwn(schema.shape, key))
  return { ok: true, fields: read.data, body: text.slice(match[0].length), unknown }
}
