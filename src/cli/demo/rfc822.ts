const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** An instant as feeds of RSS 2.0 write it (RFC 822 §5, with the year in full). */
export function headerDate(at: Temporal.Instant): string {
  const utc = at.toZonedDateTimeISO('UTC')
  const date = `${String(utc.day).padStart(2, '0')} ${months[utc.month - 1]} ${utc.year}`
  return `${days[utc.dayOfWeek - 1]}, ${date} ${utc.toPlainTime().toString({ smallestUnit: 'second' })} +0000`
}
