/** What the country of the day is reckoned from. */
interface Told {
  score: number
  countries: readonly { code: string; score: number }[]
}

/**
 * The country that the day's news is most about: each story gives its score, shared among its countries
 * as they are named. Only those of `having` (with a profile) and not of `recent`; null where no story names one.
 */
export function profileCountry(
  news: readonly Told[],
  having: readonly string[],
  recent: readonly string[],
): string | null {
  const sums = new Map<string, number>()
  for (const { score, countries } of news) {
    const whole = countries.reduce((sum, country) => sum + country.score, 0)
    for (const country of countries)
      sums.set(country.code, (sums.get(country.code) ?? 0) + (score * country.score) / whole)
  }
  const [best] = [...sums]
    .filter(([code, sum]) => sum > 0 && having.includes(code) && !recent.includes(code))
    .sort(([codeA, a], [codeB, b]) => b - a || (codeA < codeB ? -1 : 1))
  return best?.[0] ?? null
}
