import { z } from 'zod'
import { splitFrontMatter } from '../../core/text/front-matter.ts'

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

/** Reads the front matter of an editors' file, and its body in Markdown. */
export function readFrontMatter(text: string): FrontMatterReading {
  const file = splitFrontMatter(text)
  if (!file.ok) return file
  const read = schema.safeParse(file.fields)
  if (!read.success) {
    const faults = read.error.issues.map(
      (issue) => `${issue.path.join('.') || 'front matter'}: ${issue.message}`,
    )
    return { ok: false, reason: faults.join('; ') }
  }
  const unknown = Object.keys(file.fields as object).filter((key) => !Object.hasOwn(schema.shape, key))
  return { ok: true, fields: read.data, body: file.body, unknown }
}
