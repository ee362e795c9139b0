/**
 * The calendar (a name of `Temporal`) that a year belongs to: no source dates stories 2569, 1405 or 1448 unless it uses the
 * Buddhist, Iranian or Islamic calendar. The Iranian 1429 is 2050; the Islamic 1430 was 2009.
 */
export function calendarOf(year: number): string {
  if (year >= 2500 && year < 2700) return 'buddhist'
  if (year >= 1350 && year < 1430) return 'persian'
  return year >= 1430 && year < 1500 ? 'islamic-umalqura' : 'iso8601'
}
