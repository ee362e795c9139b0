import { z } from 'zod'
import type { FastifyRequest } from 'fastify'
import { seal, unseal } from '../../../core/seal.ts'
import type { WebContext } from '../../web-context.ts'
import { formTokenField } from '../forms/form-token.ts'

const purpose = 'form carried through a sign-in'
const lifetime = Temporal.Duration.from({ hours: 2 })
/** Never carried: the person who is signed in must type them again. */
const secretField = /password|^code$|^credential$|^sealed$|^carried$/i

const shape = z.object({
  path: z.string(),
  fields: z.array(z.tuple([z.string(), z.string()])),
  ends: z.number(),
  /** The account whose form it was, if known. */
  account: z.number().nullable(),
})

/** A form that was sent after the session had ended. */
export type Carried = Pick<z.infer<typeof shape>, 'path' | 'fields' | 'account'>

/** Whether a form has a field that is never carried. */
export function hasSecret({ body }: FastifyRequest): boolean {
  return Object.keys(body ?? {}).some((name) => secretField.test(name))
}

/** Seals what was typed into a form, for a hidden field of the sign-in page. */
export function carry({ context }: WebContext, { url, body, account }: FastifyRequest): string {
  const fields = Object.entries((body ?? {}) as Record<string, string | string[]>)
    .filter(([name]) => name !== formTokenField)
    .flatMap(([name, values]) => [values].flat().map((value) => [name, value]))
  const ends = context.clock.now().add(lifetime).epochMilliseconds
  const form = { path: url, fields, ends, account: account?.actor.id ?? null }
  return seal(context.linkKeys, context.random, purpose, JSON.stringify(form))
}

/** The carried form, if it is ours and recent; null for anything else. */
export function carriedIn({ context }: WebContext, sealed: string): Carried | null {
  const text = sealed === '' ? null : unseal(context.linkKeys, purpose, sealed)
  if (text === null) return null
  const form = shape.parse(JSON.parse(text))
  return form.ends > context.clock.now().epochMilliseconds ? form : null
}
