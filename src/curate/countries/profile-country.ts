import { said, type Said } from '../../core/said/said.ts'
/** A story from which the country of the day is determined. */
interface WeighedStory {
  score: number
  countries: readonly { code: string; name: string; score: number }[]
}

/** The country whose profile is included, or why there is none. */
export interface ProfileChoice {
  country: string | null
  reason: Said
}

/** A country with a smaller share of the day's news does not stand out. */
const clearShare = 0.2
/** One story is not enough for a profile of the day. */
const fewestStories = 2

/**
 * The country that most of the day's news is about, if it stands out. Each story's score is divided among its countries in proportion to
 * theirs, and the share is of the sum of all scores. None if that country has no profile (`having`) or was shown lately (`shown`: code to
 * the date of the edition): another one would mislead.
 */
export function profileCountry(
  news: readonly WeighedStory[],
  having: readonly string[],
  shown: ReadonlyMap<string, Temporal.PlainDate>,
): ProfileChoice {
  const [top] = sharesOf(news)
  if (!top) return none(said('profile-no-country'))
  const { code, name, share, stories } = top
  const held = { country: name, percent: Math.round(share * 100) }
  if (stories < fewestStories) return none(said('profile-one-story', held))
  const spread = { ...held, stories, all: news.length }
  if (share < clearShare) return none(said('profile-small-share', { ...spread, least: clearShare * 100 }))
  if (!having.includes(code)) return none(said('profile-missing', { ...spread, code }))
  const last = shown.get(code)
  if (last) return none(said('profile-shown-lately', { ...spread, last: last.toString() }))
  return { country: code, reason: said('profile-fits', spread) }
}

const none = (reason: Said): ProfileChoice => ({ country: null, reason })

interface Share {
  code: string
  name: string
  /** 0 to 1, of the sum of all stories' scores. */
  share: number
  stories: number
}

/** Most first. */
function sharesOf(news: readonly WeighedStory[]): Share[] {
  const total = news.reduce((sum, { score }) => sum + score, 0)
  const sums = new Map<string, Share>()
  for (const { score, countries } of news) {
    const whole = countries.reduce((sum, country) => sum + country.score, 0)
    for (const { code, name, score: part } of countries) {
      const so = sums.get(code) ?? { code, name, share: 0, stories: 0 }
      const share = total > 0 && whole > 0 ? (score * part) / whole / total : 0
      sums.set(code, { ...so, share: so.share + share, stories: so.stories + 1 })
    }
  }
  return [...sums.values()].sort((a, b) => b.share - a.share || (a.code < b.code ? -1 : 1))
}
