import type { Code, codes } from './codes.ts'

export type { Code } from './codes.ts'

/** A text from outside or a number; several of them; or what is said within a sentence. */
export type Param = string | number | Said | readonly (string | number | Said)[]

/** What the program says, apart from its words, which are in `templates/words`. Plain JSON, so that a row can keep it. */
export interface Said {
  readonly code: Code
  readonly params: Readonly<Record<string, Param>>
}

/** Why something is so: the program's reason by code; a person's, or one of an older version, as text. */
export type Reason = Said | string

/** The expected outcome of a verb that did nothing, and why. */
export type Refused = { readonly ok: false } & Said

type NameOf<C extends Code> = (typeof codes)[C][number]
type Given<C extends Code> = [NameOf<C>] extends [never] ? [] : [params: Record<NameOf<C>, Param>]

/** A code with all of its parameters, in the order that words are to have them in. */
export function said<C extends Code>(code: C, ...[params]: Given<C>): Said {
  return { code, params: params ?? {} }
}

export function refused<C extends Code>(code: C, ...given: Given<C>): Refused & { readonly code: C } {
  return { ok: false, ...said(code, ...given), code }
}

/** What a person wrote, or a program beyond this one: shown as it is. */
export const text = (words: string): Said => said('text', { text: words })

/** Names for a sentence, or that there are none. */
export const listed = (names: readonly string[]): Param => (names.length > 0 ? names : said('list-none'))

/** Whether a value read from JSON is something said. */
export const isSaid = (value: object): value is Said => 'code' in value && 'params' in value

/** What a refusal says, without that it is one. */
export const saidOf = ({ code, params }: Said): Said => ({ code, params })
