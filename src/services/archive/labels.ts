import { folded } from '../../core/text/folded-words.ts'

/** The labels of stories; the part after the colon is used in URLs. */

const slugOf = (text: string): string =>
  folded(text)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)

export const topicLabel = (id: string): string => `topic:${slugOf(id)}`
export const countryLabel = (code: string): string => `country:${slugOf(code)}`
export const sourceLabel = (name: string): string => `source:${slugOf(name)}`
