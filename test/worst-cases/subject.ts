/** A function that reads text from outside, given the whole of a text. */
export interface Subject {
  name: string
  run(text: string): unknown
  /** `signs`: it is given every text. `words`: it takes a text apart into words, and is given texts of words. */
  reads: 'signs' | 'words'
}

export const ofSigns = (subjects: Record<string, Subject['run']>): Subject[] =>
  Object.entries(subjects).map(([name, run]) => ({ name, run, reads: 'signs' }))

export const ofWords = (subjects: Record<string, Subject['run']>): Subject[] =>
  Object.entries(subjects).map(([name, run]) => ({ name, run, reads: 'words' }))
