import { anyKorea, givenNames, type Place } from './gazetteer.ts'
import type { Token } from '../topics/tokens.ts'

/** A country's name found in a text, before it is decided what it means. */
export interface Mention {
  place: Place & { code: string }
  /** As written. */
  written: string
  text: string
  /** True if most words of the text are capitalised. */
  titled: boolean
  words: readonly Token[]
  from: number
  to: number
}

/** What the story as a whole says, to decide ambiguous names. */
export interface Setting {
  /** Whether headline or summary matches an expression. */
  says(words: RegExp): boolean
  codes: ReadonlySet<string>
  /** Names that this story uses for a person ("Michael Jordan … Jordan said"), in lower case. */
  persons: ReadonlySet<string>
  /** Names that this story uses for a town of a US state ("PARIS, Texas"), in lower case. */
  towns: ReadonlySet<string>
}

const states =
  'Ala(?:bama|\\.)|Ark(?:ansas|\\.)|Ariz(?:ona|\\.)|Calif(?:ornia|\\.)|Colo(?:rado|\\.)|Conn(?:ecticut|\\.)|Del(?:aware|\\.)|Fla\\.|Florida|Ga\\.|Idaho|Ill(?:inois|\\.)|Ind(?:iana|\\.)|Iowa|Kan(?:sas|\\.)|Ky\\.|Kentucky|La\\.|Louisiana|Maine|Md\\.|Maryland|Mass(?:achusetts|\\.)|Mich(?:igan|\\.)|Minn(?:esota|\\.)|Miss(?:issippi|\\.)|Mo\\.|Missouri|Mont(?:ana|\\.)|Neb(?:raska|\\.)|Nev(?:ada|\\.)|N\\.[HJMYCD]\\.|New (?:Hampshire|Jersey|Mexico|York)|North (?:Carolina|Dakota)|Ohio|Okla(?:homa|\\.)|Ore(?:gon|\\.)|Pa\\.|Pennsylvania|S\\.[CD]\\.|South (?:Carolina|Dakota)|Tenn(?:essee|\\.)|Tex(?:as|\\.)|Utah|Vt\\.|Vermont|Va\\.|Virginia|Wash\\.|W\\.Va\\.|Wis(?:consin|\\.)|Wyo(?:ming|\\.)'
const inAState = new RegExp(`^,\\s+(?:${states})`)
const endsInAState = new RegExp(`,\\s+(?:${states})$`)
/** "Russian-made tanks": describes a thing, not an actor. */
const ofThings =
  /^-(?:made|built|born|bred|designed|supplied|era|language|speaking|style|trained|educated|flagged|registered|manufactured|produced|assembled|type)\b/
/** "the Turkish lira fell against the American dollar": named in passing. */
const inPassing =
  /^ (?:dollars?|markets?|stocks?|shares|futures|crude|think tanks?|bands?|singers?|actors?|actress|coach|cuisine|wines?|cheeses?|beers?|films?|novelists?|composers?)\b/
/** "Swiss Air Lines": the first word of a firm's name. */
const ofFirms =
  /^ (?:Airlines?|Air Lines|Airways|Express|Petroleum|Tobacco|American Tobacco|Telecom(?:munications)?|Motors|Steel|Aluminum|Broadcasting|Insurance|Dutch Shell|Apparel|Idol|Pie|Football|Open|Eagle)\b/
const title = /\b(?:Mr|Mrs|Ms|Dr|Sir|Judge|Justice|Coach|Officer|Sgt|Lt|Capt|Sen|Rep|Lord|Lady)\.?\s+$/
const firstNames = new Set([
  'jordan',
  'chad',
  'georgia',
  'israel',
  'kenya',
  'paris',
  'sydney',
  'florence',
  'sofia',
])
// Words that follow a country's name: "Jordan Foreign Ministry" is not a person.
const offices =
  /^(?:foreign|prime|king|queen|president|army|air|valley|river|parliament|ministry|armed|police|university|government|defen[cs]e|interior|security|national|supreme|central|bank|airlines|royal|power|tech|atomic|energy|monday|tuesday|wednesday|thursday|friday|saturday|sunday|and|war|peace|treaty|nuclear|missile)$/i
const americanGeorgia =
  /\b(?:Atlanta|Savannah|Augusta|Macon|Athens-Clarke|Ga\.|Fulton County|Peach State|U\.?S\.? state|Georgia (?:state|senator|governor|lawmakers?|Republicans?|Democrats?|legislature|voters|sheriff|Supreme Court|runoff|secretary of state|power plant|Power))\b|\b(?:Sen|Gov|Rep)\.|\b(?:Republican|Democrat|sheriff|Alabama|Bulldogs|Vogtle|Fort Benning|Kings Bay)\b/
const caucasianGeorgia =
  /\b(?:Georgians?|Tbilisi|Abkhaz\w*|Osseti\w*|Russian?|Moscow|Kremlin|Caucasus|Black Sea|Batumi|Saakashvili|Armenian?|Azerbaijani?)\b/
const hosts: Record<string, true> = {
  brussels: true,
  brüssel: true,
  wien: true,
  genf: true,
  'den haag': true,
  straßburg: true,
  vienna: true,
  geneva: true,
  'the hague': true,
  strasbourg: true,
}
const guests =
  /\b(?:NATO|EU|UN|U\.N\.|United Nations|European (?:Union|Commission|Parliament|Council)|IAEA|International Atomic Energy Agency|OPEC|OSCE|OPCW|ICC|International (?:Criminal )?Court|WHO|WTO|Red Cross|Conference on Disarmament|IAEO|OVCW|OSZE|EU-\w+|Vereinten? Nationen|Atomgespräche|Konferenz|Atomenergiebehörde|Abrüstungskonferenz|Sicherheitsrat|nuclear talks|Suppliers Group|export group|watchdog|the board|state parties|states parties|[Dd]elegates|[Dd]iplomats)\b/

/** "Talks open in Sandhaven": the host is not a party if the story names the parties. */
const hosting =
  /\b(?:talks?|negotiations?|summit|conference|meeting|meets?|met|session|round|signing|dialogue|forum)\b[^.;:]{0,40}\bin $/i
const parties = 2
/** After an incident at a meeting, its place is the subject. */
const incident =
  /\b(?:attack\w*|bomb\w*|blast|explo\w+|shoot\w*|gunm[ae]n|kill\w*|arrest\w*|protest\w*|clash\w*)\b/i

function isOnlyHost({ place, text, words, from }: Mention, { codes, says }: Setting): boolean {
  if (place.kind === 'people' || says(incident)) return false
  const start = words[from]?.start ?? 0
  const others = [...codes].filter((code) => code !== place.code && code !== anyKorea)
  return others.length >= parties && hosting.test(text.slice(Math.max(0, start - 80), start))
}

/** Longer than any title or town before a name, in characters. */
const nearby = 40

const before = ({ text, words, from }: Mention): string => {
  const start = words[from]?.start ?? 0
  return text.slice(Math.max(0, start - nearby), start)
}
const after = ({ text, words, to }: Mention): string => text.slice(words[to - 1]?.end)

/** True if the name is a person's: after a given name or a title, or itself a first name before a surname. */
export function isPerson(mention: Mention, countryAt: (token: number) => boolean): boolean {
  const { place, words, from, to, written, text, titled } = mention
  if (to - from > 1 || place.kind === 'people' || place.kind === 'seat') return false
  const previous = words[from - 1]
  if (
    previous &&
    words[from]?.joined &&
    previous.form.capital &&
    givenNames.has(previous.form.raw.toLowerCase())
  )
    return true
  if (title.test(before(mention))) return true
  const next = words[to]
  if (!firstNames.has(written.toLowerCase()) || !next?.joined || !next.form.capital || titled) return false
  return (
    !/^['’]s/.test(text.slice((words[from]?.start ?? 0) + written.length)) &&
    !offices.test(next.form.raw) &&
    !countryAt(to)
  )
}

const ofThePeninsula = /\b(?:peninsula|koreanischen? Halbinsel)\b/i
const ofTheNorth = /\b(?:nuclear|missiles?|Kim|six-party|denuclear\w+)\b/i

const bothKoreas = /\b(?:North and South|two|both) $/i

function korea(mention: Mention, { says, codes }: Setting): string[] {
  if (mention.written.endsWith('Koreas') || bothKoreas.test(before(mention))) return ['KP', 'KR']
  if (codes.has('KP') && codes.has('KR')) return []
  if (codes.has('KP') || codes.has('KR')) return [codes.has('KP') ? 'KP' : 'KR']
  if (says(ofThePeninsula)) return ['KP', 'KR']
  return says(ofTheNorth) ? ['KP'] : ['KR']
}

function georgia(mention: Mention, setting: Setting): string {
  if (/(?:Atlanta|Savannah|Augusta|Macon|Columbus|Albany|Athens), $/.test(before(mention))) return 'US'
  return setting.says(americanGeorgia) && !setting.says(caucasianGeorgia) ? 'US' : 'GE'
}

function isInPassing(mention: Mention): boolean {
  const next = after(mention)
  return [ofThings, inPassing, ofFirms].some((words) => words.test(next))
}

/** True if the name is that of a town in a US state, named right after it. */
export const isAmericanTown = (mention: Mention): boolean =>
  mention.place.kind !== 'people' && inAState.test(after(mention))

/** True for the dateline of an unlisted town in a US state ("TOPEKA, Kan."). */
export const isInAState = (dateline: string): boolean => endsInAState.test(dateline)

/** The countries that a mention refers to; none if it means something else. */
export function resolve(mention: Mention, setting: Setting): string[] {
  const { place, written } = mention
  if (setting.persons.has(written.toLowerCase())) return []
  if (place.kind === 'people' && isInPassing(mention)) return []
  if (place.code === anyKorea) return korea(mention, setting)
  if (place.code === 'GE' && place.phrase === 'Georgia') return [georgia(mention, setting)]
  if (isAmericanTown(mention) || setting.towns.has(written.toLowerCase())) return ['US']
  if (isOnlyHost(mention, setting)) return []
  if (hosts[place.phrase.toLowerCase()] && setting.says(guests)) return []
  return [place.code]
}
