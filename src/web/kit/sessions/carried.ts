import { z } from 'zod'
import type { FastifyRequest } from 'fastify'
import { seal, unseal } from '../../../core/seal.ts'
import type { WebContext } from '../../web-context.ts'
import { formTokenField } from '../forms/form-token.ts'

const purpose = 'form carried through a sign-in'
const holds = Temporal.Duration.from({ hours: 2 })
/** Never kept: they are to be typed by who is there. */
const secretField = /password|^code$|^credential$|^sealed$|^carried$/i

const shape = z.object({
  path: z.string(),
  fields: z.array(z.tuple([z.string(), z.string()])),
  ends: z.number(),
  /** Whose form it was, where that is known. */
  account: z.number().nullable(),
})

/** A form that was sent when nobody was signed in any more. */
export type Carried = Pick<z.infer<typeof shape>, 'path' | 'fields' | 'account'>

/** Whether a form has a field that is not kept. */
export function hasSecret({ body }: FastifyRequest): boolean {
  return Object.keys(body ?? {}).some((name) => secretField.test(name))
}

/** Seals what was typed into a form, for a hidden field of the page to sign in. */
export function carry({ context }: WebContext, { url, body, account }: FastifyRequest): string {
  const fields = Object.entries((body ?? {}) as Record<string, string | string[]>)
    .filter(([name]) => name !== formTokenField)
    .flatMap(([name, values]) => [values].flat().map((value) => [name, value]))
  const ends = context.clock.now().add(holds).epochMilliseconds
  const form = { path: url, fields, ends, account: account?.actor.id ?? null }
  return seal(context.linkKeys, context.random, purpose, JSON.stringify(form))
}

/** What was carried, where it is ours and not old; null for anything else. */
export function carriedIn({ context }: WebContext, sealed: string): Carried | null {
  const text = sealed === '' ? null : unseal(context.linkKeys, purpose, sealed)
  if (text === null) return null
  const form = shape.parse(JSON.parse(text))
  return form.ends > context.clock.now().epochMilliseconds ? form : null
}
