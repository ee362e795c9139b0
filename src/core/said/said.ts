import type { Code, codes } from './codes.ts'

export type { Code } from './codes.ts'

/** A string from outside or a number, a list of them, or a nested message. */
export type Param = string | number | Said | readonly (string | number | Said)[]

/**
 * A message to people: a code and its parameters, without the text, which is in `templates/words`. Plain JSON, so that it can be stored.
 */
export interface Said {
  readonly code: Code
  readonly params: Readonly<Record<string, Param>>
}

/** A reason: the program's as a code, a person's or an older version's as a string. */
export type Reason = Said | string

/** The expected outcome of a service that did nothing, with the reason. */
export type Refused = { readonly ok: false } & Said

type NameOf<C extends Code> = (typeof codes)[C][number]
type Given<C extends Code> = [NameOf<C>] extends [never] ? [] : [params: Record<NameOf<C>, Param>]

/** A message with all of its parameters, in the order in which texts use them. */
export function said<C extends Code>(code: C, ...[params]: Given<C>): Said {
  return { code, params: params ?? {} }
}

export function refused<C extends Code>(code: C, ...given: Given<C>): Refused & { readonly code: C } {
  return { ok: false, ...said(code, ...given), code }
}

/** Text from a person or another program, shown as it is. */
export const text = (words: string): Said => said('text', { text: words })

/** Names for a sentence, or a message that there are none. */
export const listed = (names: readonly string[]): Param => (names.length > 0 ? names : said('list-none'))

/** Whether a value read from JSON is a message. */
export const isSaid = (value: object): value is Said => 'code' in value && 'params' in value

/** The message of a refusal. */
export const saidOf = ({ code, params }: Said): Said => ({ code, params })
