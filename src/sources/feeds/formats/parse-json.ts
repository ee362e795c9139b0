import type { Problem } from '../../fetch-result.ts'
import { isPage } from '../repairs/repair.ts'

type ParsedJson = { ok: true; value: unknown } | { ok: false; reason: string; problem: Problem }

/** Parses JSON that should be there, or says in a sentence what is there instead. */
export function parseJson(text: string, where: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\ufeff/, '')) }
  } catch {
    return isPage(text)
      ? { ok: false, reason: `${where} is an HTML page, not JSON; check the address`, problem: 'html' }
      : { ok: false, reason: `${where} is no JSON that can be read; check the address`, problem: 'malformed' }
  }
}
