import { z } from 'zod'

/** What was typed, by field, as it was sent: a field may occur several times, or not at all. */
export type Typed<Name extends string = string> = Record<Name, string[]>

/** A field with one text; empty if it was not sent. */
export const oneText = z.array(z.string()).transform(([first = '']) => first.trim())

/** A field that may be sent several times, such as check boxes. */
export const manyTexts = z.array(z.string())

export type FormReading<Value, Name extends string> =
  | { ok: true; value: Value; typed: Typed<Name> }
  /** The first fault of each field that has one. */
  | { ok: false; faults: Partial<Record<Name, string>>; typed: Typed<Name> }

/**
 * Reads a posted form with a schema, whose fields are made of `oneText` and `manyTexts`. All faults are returned by field, to be shown
 * beside it; what was typed is returned to be shown again. Fields that the schema does not name are ignored.
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
