import { primaryLanguage } from '../text/primary-language.ts'
import type { Topic } from './newsroom.ts'

/** A topic with name, description and lexicon in a language, given by its tag; its first ones where that has none. */
export function topicIn(topic: Topic, language: string): Topic {
  return { ...topic, ...topic.languages?.[primaryLanguage(language)] }
}
