/** One thing looked at. `missing` keeps mails from real readers; a `note` is for a person to know. */
export interface Finding {
  about: string
  state: 'fine' | 'note' | 'missing'
  message: string
  /** What to do about it; null where all is fine. */
  fix: string | null
}

export const fine = (about: string, message: string): Finding => ({
  about,
  state: 'fine',
  message,
  fix: null,
})
export const note = (about: string, message: string, fix: string): Finding => ({
  about,
  state: 'note',
  message,
  fix,
})
export const missing = (about: string, message: string, fix: string): Finding => ({
  about,
  state: 'missing',
  message,
  fix,
})
