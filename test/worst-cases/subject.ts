/** A function that reads outside text, applied to a whole text. */
export interface Subject {
  name: string
  run(text: string): unknown
  /** `signs`: it gets every text. `words`: it splits a text into words, and gets texts of words. */
  reads: 'signs' | 'words'
}

export const ofSigns = (subjects: Record<string, Subject['run']>): Subject[] =>
  Object.entries(subjects).map(([name, run]) => ({ name, run, reads: 'signs' }))

export const ofWords = (subjects: Record<string, Subject['run']>): Subject[] =>
  Object.entries(subjects).map(([name, run]) => ({ name, run, reads: 'words' }))
