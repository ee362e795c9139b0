/** Minutes east of UTC for abbreviations of zones: those of RFC 822 §5.1 and others in wide use. */
const named: Record<string, number> = {
  UT: 0, UTC: 0, GMT: 0, Z: 0, WET: 0, WEST: 60,
  CET: 60, MEZ: 60, CEST: 120, MESZ: 120, EET: 120, EEST: 180, MSK: 180, BST: 60,
  WAT: 60, CAT: 120, SAST: 120, EAT: 180, IDT: 180, TRT: 180, IRST: 210, IRDT: 270, GST: 240, AFT: 270, PKT: 300, NPT: 345,
  MMT: 390, ICT: 420, WIB: 420, WITA: 480, MYT: 480, PHT: 480, SGT: 480, HKT: 480, AWST: 480, WIT: 540, JST: 540, KST: 540,
  ACST: 570, AEST: 600, ACDT: 630, AEDT: 660, NZST: 720, NZDT: 780,
  BRT: -180, ART: -180, CLST: -180, UYT: -180, CLT: -240, VET: -240, COT: -300, PET: -300,
  NST: -210, NDT: -150, AST: -240, ADT: -180, EST: -300, EDT: -240, CST: -360, CDT: -300,
  MST: -420, MDT: -360, PST: -480, PDT: -420, AKST: -540, AKDT: -480, HST: -600,
} // prettier-ignore

/** Abbreviations that cover both summer and winter time. */
const placed: Record<string, string> = {
  ET: 'America/New_York', CT: 'America/Chicago', MT: 'America/Denver', PT: 'America/Los_Angeles',
} // prettier-ignore

/** A zone by its IANA name in any case, or by an abbreviation that covers summer and winter; null for any other text. */
export function ianaZone(zone: string): string | null {
  const name = placed[zone.toUpperCase()] ?? zone
  if (!name.includes('/')) return null
  try {
    return Temporal.PlainDate.from('2026-01-01').toZonedDateTime(name).timeZoneId
  } catch {
    return null
  }
}

/** The largest valid offset, in minutes. */
const widest = 14 * 60

/**
 * Minutes east of UTC; null if no zone is given, `unknown` if it is not recognised. Single letters count as UTC, because RFC 822 had their
 * signs wrong (RFC 2822 §4.3).
 */
export function zoneOffset(zone: string | null): number | 'unknown' | null {
  if (zone === null || zone === '') return null
  const name = zone.toUpperCase()
  if (Object.hasOwn(named, name)) return named[name] ?? 'unknown'
  if (/^[A-IK-Z]$/.test(name)) return 0
  const match = /^(?:UTC?|GMT)?([+-])(\d{1,2}):?(\d{2})?$/.exec(name.replace('\u2212', '-'))
  if (!match) return 'unknown'
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  if (minutes > widest) return 'unknown'
  return match[1] === '-' ? -minutes : minutes
}
