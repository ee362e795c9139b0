import type { CheckFinding, CheckPlace } from '../../../core/entities/check.ts'

/** What checks find, in English, by code; `{name}` is replaced by the value of that name. */
const sentences: Record<string, string> = {
  'mail-too-large':
    'The mail has {bytes} bytes of HTML, where {most} are allowed: mail services cut off what is beyond. Shorten the lead or the note, or leave out the profile.',
  'mark-unfilled': 'The block {block} holds a mark that nothing fills. Its template or its text is broken.',
  'mark-forged': 'The block {block} holds the slot {slot}, which does not belong there.',
  'mark-missing': 'The block {block} lacks the slot {slot}, so that nobody could unsubscribe.',
  'public-url-private':
    'All links of the mail lead to {url}, which readers cannot reach. Set DAYWIRE_PUBLIC_URL.',
  'link-private': 'A link leads to {url}, which readers cannot reach.',
  'picture-private': 'A picture is at {url}, which readers cannot reach.',
  'headline-empty': 'Story {story} has no headline, and a mail that it leads would have no subject.',
  'subject-empty': 'The mail has no subject.',
  'story-repeated': '“{headline}” was in the edition of {date}, and is not an update.',
  'address-missing': 'The postal address is missing, which every mail must carry.',
  'subject-long': 'The subject “{subject}” has {length} characters; phones show {most} or fewer.',
  'subject-again': 'The edition of {date} had the subject “{subject}” too.',
  'picture-without-text': 'The picture of “{headline}” has no text for those who do not see it.',
  'picture-heavy': 'The picture of “{headline}” has {bytes} bytes; more than {most} take long on a phone.',
  'summary-cut-off': 'The summary of “{headline}” ends in mid-sentence.',
  'variant-small': '{readers} readers of {topics} get {stories} stories.',
  'variant-empty': '{readers} readers of {topics} get no mail: there is no news for them.',
  'variants-small':
    '{readers} more readers, of {variants} other sets of topics, get fewer than three stories.',
  'readers-unseen': 'The mails of {readers} readers, of rare sets of topics, were not looked at.',
  'source-silent': 'The source {source} {why}.',
  'correction-carried': 'The edition corrects “{headline}”: {why}.',
  'story-corrected-since': 'The source of “{headline}” has changed it since the edition was frozen: {why}.',
}

/** What a check has found, as a sentence. */
export function findingInWords({ code, params }: Pick<CheckFinding, 'code' | 'params'>): string {
  const words = sentences[code] ?? code
  return words.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '') || 'all topics')
}

/** Where a check has found it, as short words: `story 12, summary`. */
export function placeInWords(place: CheckPlace): string {
  switch (place.kind) {
    case 'edition':
      return `the ${place.field}`
    case 'story':
      return place.field === 'story' ? `story ${place.story}` : `story ${place.story}, ${place.field}`
    case 'block':
      return `block ${place.block}`
    case 'variant':
      return `mail of ${place.topics.join(', ') || 'all topics'}`
    case 'source':
      return `source ${place.source}`
  }
}
