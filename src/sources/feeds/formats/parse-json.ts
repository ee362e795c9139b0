import { said, type Said } from '../../../core/said/said.ts'
import type { Problem } from '../../fetch-result.ts'
import { isPage } from '../repairs/repair.ts'

type ParsedJson = { ok: true; value: unknown } | { ok: false; reason: Said; problem: Problem }

/** Parses text that should be JSON, or says what it is instead. */
export function parseJson(text: string, where: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\ufeff/, '')) }
  } catch {
    return isPage(text)
      ? { ok: false, reason: said('page-not-json', { place: where }), problem: 'html' }
      : { ok: false, reason: said('json-unreadable', { place: where }), problem: 'malformed' }
  }
}
