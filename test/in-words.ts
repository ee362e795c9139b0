import { isSaid } from '../src/core/said/said.ts'
import { english } from '../src/core/said/sentence.ts'

/** The same, with all coded messages in it as English sentences. */
export function inWords(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) === null) return value
  if (Array.isArray(value)) return value.map(inWords)
  if (isSaid(value) && typeof value.code === 'string')
    return 'ok' in value ? { ok: value.ok, reason: english(value) } : english(value)
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inWords(each)]))
}
