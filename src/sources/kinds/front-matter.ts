import { z } from 'zod'
import { fieldCode, fieldFault, pathOf } from '../../core/said/field-fault.ts'
import { said, type Said } from '../../core/said/said.ts'
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
    .refine(
      (image) => (image.file === undefined) !== (image.url === undefined),
      fieldCode('field-file-or-url'),
    )
    .optional(),
})

export type FrontMatter = z.infer<typeof schema>

type FrontMatterReading =
  { ok: true; fields: FrontMatter; body: string; unknown: string[] } | { ok: false; reason: Said }

/** Reads the front matter of an editors' file, and its body in Markdown. */
export function readFrontMatter(text: string): FrontMatterReading {
  const file = splitFrontMatter(text)
  if (!file.ok) return file
  const read = schema.safeParse(file.fields)
  if (!read.success) {
    const faults = read.error.issues.map((issue) => {
      const place = pathOf(issue.path) || said('front-matter')
      return said('of-place', { place, what: fieldFault(issue) })
    })
    return { ok: false, reason: said('several', { all: faults }) }
  }
  const unknown = Object.keys(file.fields as object).filter((key) => !Object.hasOwn(schema.shape, key))
  return { ok: true, fields: read.data, body: file.body, unknown }
}
