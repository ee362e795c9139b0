/** Local parts that denote a function instead of a person (RFC 2142, and common ones). */
const roles = new Set(
  'abuse accounts accounting admin administrator all billing board bounce bounces bookings buchhaltung buero career careers contact contact-us contacts customer-service customerservice datenschutz desk editor editors enquiries everyone feedback finance ftp hello helpdesk help hostmaster hr info information inquiries invoices it impressum jobs kontakt legal list list-request mail mailer-daemon marketing media members membership mitarbeiter news newsletter noc no-reply noreply do-not-reply donotreply office orders postmaster presse press privacy reception redaktion reservations root sales secretariat secretary security sekretariat service services shop spam staff store subscribe support sysadmin team tech test undisclosed-recipients unsubscribe usenet users uucp vertrieb verwaltung web webmaster www'.split(
    ' ',
  ),
)

export const isRole = (local: string): boolean => roles.has(local.toLowerCase().replace(/\+.*$/, ''))
