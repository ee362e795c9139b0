/** Local parts that stand for a function and not for a person (RFC 2142, and what is usual). */
const roles = new Set(
  'abuse accounts accounting admin administrator all billing board bounce bounces buchhaltung careers contact contacts desk editor editors enquiries everyone feedback finance ftp helpdesk help hostmaster hr info information inquiries invoices it jobs kontakt list list-request mail mailer-daemon marketing media mitarbeiter news newsletter noc no-reply noreply do-not-reply donotreply office orders postmaster presse press privacy redaktion root sales security sekretariat service services shop spam staff subscribe support sysadmin team tech test undisclosed-recipients unsubscribe usenet users uucp vertrieb webmaster www'.split(
    ' ',
  ),
)

export const isRole = (local: string): boolean => roles.has(local.toLowerCase().replace(/\+.*$/, ''))
