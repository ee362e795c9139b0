import { codes, type Code } from './codes.ts'
import { isSaid, said, text, type Said } from './said.ts'

/** The parts of a schema's issue (zod) that are used here. */
interface Issue {
  code?: string | undefined
  message: string
  path: readonly PropertyKey[]
  /** For `invalid_type`: the name of a type; for `too_small` and `too_big`: what is too small or too big. */
  expected?: string
  origin?: string
  format?: string
  minimum?: number | bigint
  maximum?: number | bigint
  values?: readonly unknown[]
  keys?: readonly string[]
  /** For a key that is not allowed. */
  issues?: readonly Issue[]
  /** `says`: the result of a check of our own. */
  params?: Readonly<Record<string, unknown>>
}

type WithoutParams = { [C in Code]: (typeof codes)[C] extends readonly [] ? C : never }[Code]

/** The message of a schema's check: a code that `fieldFault` converts. */
export const fieldCode = (code: WithoutParams): string => code

/** The path of a field in a file: `digests[0].schedule.hour`; empty for the whole. */
export function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (so, step) => (typeof step === 'number' ? `${so}[${step}]` : `${so}${so && '.'}${String(step)}`),
    '',
  )
}

/** A fault with its file, and its field if any: `newsroom.json: digests[0].key: is there twice`. */
export function faultAt(file: string, field: string, why: Said): Said {
  return said('fault-in', { place: file, why: field ? said('fault-in', { place: field, why }) : why })
}

/** What is wrong with a field; the field's name is not included. */
export function fieldFault(issue: Issue): Said {
  const { code, message, params } = issue
  const own = params?.['says']
  if (typeof own === 'object' && own !== null && isSaid(own)) return own
  if (isCode(message)) return { code: message, params: {} }
  const [ofKey] = code === 'invalid_key' ? (issue.issues ?? []) : []
  if (ofKey) return fieldFault(ofKey)
  switch (code ?? 'custom') {
    case 'invalid_type':
      // zod only says so in its message.
      if (message.endsWith('received undefined')) return said('field-missing')
      return said('field-of-type', { type: typeNamed(issue.expected ?? '') })
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return tooBig(issue)
    case 'invalid_value':
      return said('field-one-of', { values: (issue.values ?? []).map(String) })
    case 'invalid_format':
      return issue.format === 'url' ? said('field-link') : said('field-not-valid', { why: text(message) })
    case 'unrecognized_keys':
      return said('field-unknown', { fields: issue.keys ?? [] })
    default:
      return said('field-not-valid', { why: text(message) })
  }
}

const isCode = (message: string): message is Code => Object.hasOwn(codes, message)

function tooSmall({ origin, minimum }: Issue): Said {
  const least = Number(minimum)
  if (origin === 'string' || origin === 'array') return said('field-empty')
  return said('field-least', { least })
}

function tooBig({ origin, maximum }: Issue): Said {
  const most = Number(maximum)
  return origin === 'string' ? said('field-long', { most }) : said('field-most', { most })
}

function typeNamed(expected: string): Said {
  switch (expected) {
    case 'string':
      return said('type-text')
    case 'number':
      return said('type-number')
    case 'int':
      return said('type-whole-number')
    case 'boolean':
      return said('type-boolean')
    case 'array':
      return said('type-list')
    case 'object':
    case 'record':
      return said('type-object')
    default:
      return text(expected)
  }
}
