import { z } from 'zod'

/** What was typed, by field, as it came: a field may come several times, or not at all. */
export type Typed<Name extends string = string> = Record<Name, string[]>

/** A field that holds one text; empty where it was not sent. */
export const oneText = z.array(z.string()).transform(([first = '']) => first.trim())

/** A field that may be sent several times, as ticked boxes are. */
export const manyTexts = z.array(z.string())

export type FormReading<Value, Name extends string> =
  | { ok: true; value: Value; typed: Typed<Name> }
  /** The first fault of each field that has one. */
  | { ok: false; faults: Partial<Record<Name, string>>; typed: Typed<Name> }

/**
 * Reads a posted form by its schema, whose fields are made of `oneText` and `manyTexts`. Faults come by field, all at once,
 * to be shown beside it; what was typed is kept, to be shown again. Fields that the schema does not name are not read.
 */
export function readForm<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  body: unknown,
): FormReading<z.output<z.ZodObject<Shape>>, keyof Shape & string> {
  type Name = keyof Shape & string
  const sent = (body ?? {}) as Record<string, unknown>
  const names = Object.keys(schema.shape) as Name[]
  const typed = Object.fromEntries(names.map((name) => [name, textsIn(sent[name])])) as Typed<Name>
  const read = schema.safeParse(typed)
  if (read.success) return { ok: true, value: read.data, typed }
  const faults: Partial<Record<Name, string>> = {}
  for (const { path, message } of read.error.issues) faults[path[0] as Name] ??= message
  return { ok: false, faults, typed }
}

const textsIn = (sent: unknown): string[] => [sent].flat().filter((value) => typeof value === 'string')
