import { primaryLanguage } from '../text/primary-language.ts'
import type { Topic } from './newsroom.ts'

/** A topic with name, description and lexicon in the language of a tag; the default ones if it has none for that. */
export function topicIn(topic: Topic, language: string): Topic {
  return { ...topic, ...topic.languages?.[primaryLanguage(language)] }
}
