const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** An instant as written in e-mail headers (RFC 5322 §3.3) and RSS 2.0, in UTC. */
export function headerDate(at: Temporal.Instant): string {
  const utc = at.toZonedDateTimeISO('UTC')
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${days[utc.dayOfWeek - 1]}, ${two(utc.day)} ${months[utc.month - 1]} ${utc.year}`
  return `${day} ${two(utc.hour)}:${two(utc.minute)}:${two(utc.second)} +0000`
}
