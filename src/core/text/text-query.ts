/** Words that stand one after the other; where `isPrefix`, the last may go on. */
export interface Phrase {
  words: string[]
  isPrefix: boolean
}

/** What is looked for in texts: all of the one, none of the other. */
export interface TextQuery {
  all: Phrase[]
  none: Phrase[]
  /** Identifiers, each as one word. */
  identifiers: string[]
}
