import type { Said } from '../../../core/said/said.ts'

/** One checked item. `missing` prevents e-mail to real readers; a `note` is for information. */
export interface Finding {
  about: Said
  state: 'fine' | 'note' | 'missing'
  says: Said
}

export const fine = (about: Said, says: Said): Finding => ({ about, state: 'fine', says })
export const note = (about: Said, says: Said): Finding => ({ about, state: 'note', says })
export const missing = (about: Said, says: Said): Finding => ({ about, state: 'missing', says })
