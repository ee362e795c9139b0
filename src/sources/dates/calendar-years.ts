/**
 * The calendar that a year shows, in the terms of `Temporal`: no source writes of 2569, 1405 or 1448 but those that count in
 * Buddhist years, in those of Iran, or in Islamic ones. Iran's 1429 is 2050, and the Islamic 1430 was 2009.
 */
export function calendarOf(year: number): string {
  if (year >= 2500 && year < 2700) return 'buddhist'
  if (year >= 1350 && year < 1430) return 'persian'
  return year >= 1430 && year < 1500 ? 'islamic-umalqura' : 'iso8601'
}
