/** Minutes east of UTC for abbreviations of zones: those of RFC 822 §5.1 and others in wide use. */
const named: Record<string, number> = {
  UT: 0, UTC: 0, GMT: 0, Z: 0, WET: 0, WEST: 60,
  CET: 60, MEZ: 60, CEST: 120, MESZ: 120, EET: 120, EEST: 180, MSK: 180, BST: 60,
  SAST: 120, EAT: 180, PKT: 300, SGT: 480, HKT: 480, AWST: 480, JST: 540, KST: 540,
  AEST: 600, AEDT: 660, NZST: 720, NZDT: 780,
  NST: -210, NDT: -150, AST: -240, ADT: -180, EST: -300, EDT: -240, ET: -300, CST: -360, CDT: -300, CT: -360,
  MST: -420, MDT: -360, MT: -420, PST: -480, PDT: -420, PT: -480, AKST: -540, AKDT: -480, HST: -600,
} // prettier-ignore

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
