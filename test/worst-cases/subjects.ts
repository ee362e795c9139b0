import { curateSubjects } from './curate-subjects.ts'
import { mailSubjects } from './mail-subjects.ts'
import { sourceSubjects } from './source-subjects.ts'
import type { Subject } from './subject.ts'
import { worstTexts, wordTexts, type Text } from './texts.ts'

/** Every function of ours that reads outside text in the process, and the parsers of feeds. */
export const subjects: readonly Subject[] = [...curateSubjects, ...sourceSubjects, ...mailSubjects]

export function textsOf({ reads }: Subject): [name: string, text: Text][] {
  return Object.entries(worstTexts).filter(([name]) => reads === 'signs' || wordTexts.has(name))
}
