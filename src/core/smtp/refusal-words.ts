import { withoutAccents } from './bare-words.ts'
import { missingReader } from './missing-reader-words.ts'

/**
 * Words of refusals, normalised by `bare`. Servers phrase them freely, so these are typical phrases instead of those of one server. Gaps
 * are bounded, so that a hostile reply takes only linear time.
 */

const either = (...patterns: string[]): RegExp => new RegExp(patterns.join('|'), 'u')

/** The recipient does not exist. */
export const unknownRecipient = either(
  ...missingReader,
  String.raw`\b(?:account|(?:mail|in)box) (?:was |is )?(?:closed|terminated|deleted|removed|cancell?ed)\b`,
  String.raw`(?: not|n'?t) have an? (?:\S{1,80} )?account\b`,
  String.raw`\bno longer (?:valid|available|active|in use|exists?|on|with|employed|works)\b`,
  String.raw`\b(?:nobody|no one) (?:here )?(?:by that name|at this address)\b|\bno (?:mail ?box|account|user|person)\b`,
  String.raw`\bnot (?:listed )?in [^.;:]{0,40}(?:(?:recipient|valid ?rcpt(?:to)?) (?:list|table|map)|directory|address book)\b`,
  String.raw`\bname (?:is|was) not found\b|\bbad ?(?:recipient|rcptto)|\bno valid recipients? (?:for|were found)\b`,
  String.raw`\bunroute?able address\b|\bunroute?able mail domain\b`,
  String.raw`\b(?:no such|unknown|illegal) (?:host|domain)\b|\bhost unknown\b|\bnxdomain\b`,
)

/** The mailbox is no longer used; servers also call it blocked. */
export const inactive =
  /\b(?:recipient|mailbox|account|user)\b[^.;]{0,60}\b(?:inactive|inactivity|deactivated|dormant)\b/

/** The recipient’s domain accepts no e-mail, or does not exist. */
export const noDomain =
  /\b(?:host|domain)\b[^.;]{0,40}\b(?:unknown|not found|invalid|(?:not|n't) exist)\b|\b(?:invalid|unknown|no such) (?:host|domain)\b|\b(?:unable to|cannot|could not) (?:look ?up|resolve|find) (?:the )?(?:host|domain)\b|\bnull mx\b/

/** About the sender’s address, name or account, in which the words for a missing reader occur as well. */
export const aboutSender = either(
  String.raw`\b(?:invalid|unknown|unauthori[sz]ed|unverified|forged|blocked|bad) senders?\b`,
  String.raw`\bsend(?:er|ing)(?:'s)? (?:(?:e-?mail|envelope|mail) )?(?:address|domain|ip|host|server|mailbox|account|verif|callout|is|was|not|does|reject|denied|block|unknown|limit)`,
  String.raw`\b(?:domain|address) of (?:the )?sender\b|\b(?:envelope|header)[ -](?:sender|from)\b|\bmail from\b|\breturn-?path\b|\breply-?to\b`,
  String.raw`\bfrom:?[ -](?:header|address|domain|field)\b|\b(?:helo|ehlo)\b|\b(?:your|originating|originator|sending) (?:\w+ )?(?:account|address|ip|domain|host|server|mailbox)`,
  String.raw`\bip address|\bclient (?:host|ip|address)\b|\b(?:emetteur|expediteur|absender|remitente|remetente|mittente)`,
)

/** Refused because of the sender or the content. */
export const policy = either(
  String.raw`polic(?:y|ies)\b|\bpolitique\b|spam|\b(?:spf|dkim|dmarc|ptr|rdns|ube|uce|bulk|junk|tls)\b|\breverse (?:dns|lookup)`,
  String.raw`\b(?:open|mail|insecure) relay|\brelay(?:ing)?(?: access| mail| attempt)? (?:is |was )?(?:not|denied|disallowed|prohibited|refused|rejected|blocked|forbidden)|\b(?:to|a|not|cannot|can't|no|unable to) relay\b`,
  String.raw`\b(?:block|black|deny|reputation)[ -]?list|(?<!not )\blisted (?:in|on|at|by)\b|\b(?:dns|r)bl\b|\bblock(?:ed|ing|-)|\bbloque|\bbanned\b|\breputation\b`,
  String.raw`(?<!\b(?:unknown|found) or )\b(?:access|permission|content|delivery|envelope|connection)s? denied\b|\bprohibit|\bforbidden\b|\bnot (?:permitted|authori[sz]ed|accepted from|allowed to)\b|\bunauth|\bauthenticat|\bverweigert\b`,
  String.raw`\b(?:virus|malware|infected|phish\w*|spoof\w*|suspicio\w*|suspicion|abus\w+|unsolicited|complaints?|attachments?|filtered|filters?|loops?|compliant)\b|\brejected by recipients?\b`,
  String.raw`\bmessage (?:content|header|size)|\bcontent (?:reject|block)|\bheader error\b|\btoo (?:large|big)\b|\brestrict(?:ed|ions?)\b|\b(?:in|out)bounds?\b|\bresource record\b|\binvalid dns\b`,
)

/** A full mailbox, in languages whose words for it mean nothing else in a reply. */
const fullElsewhere = withoutAccents(
  [
    '已满|已滿|空间不足|空間不足|超出(?:配额|容量)|一杯|いっぱい|満杯|容量(?:不足|オーバー)|용량 ?(?:초과|부족)|가득',
    'תיבת (?:ה)?דואר[^.;:]{0,20} מלאה|ممتلئ|پر (?:است|شده)|γεματ|переполнен|переповнен|đầy|เต็ม',
    '\\b(?:dolu|fuld|przepe[lł]nion[ay]|pe[lł]n[ay]|penuh|taynna|megtelt|pretrpan[ao]?)\\b|\\b(?:postbus|mailbox|postvak)[^.;:]{0,20} vol\\b|\\b(?:brevlada|postkass|postboks)\\p{L}{0,3}[^.;:]{0,20} full\\b',
  ].join('|'),
)

/** A full mailbox, so the address exists. */
export const full = new RegExp(
  String.raw`quota|\b(?:(?:mail|in)?box|account|disk|storage|directory)\b[^.;:]{0,30}\b(?:full|exceeded|allocation)\b|\bfull (?:mail|in)?box\b|\b(?:storage|space)\b[^.;:]{0,30}\b(?:limit|insufficient|allocation)\b|\binsufficient (?:\w+ )?(?:storage|space)\b|\bexceed\w{0,3} (?:\w{1,20} ){0,3}(?:storage|space)\b|\bnot enough (?:disk )?space\b|\bis full\b|\bpleine?\b|\bvoll\b|\bllen[oa]\b|\bcheia\b|\bpien[oa]\b|${fullElsewhere}`,
  'u',
)

/** A temporary failure proves nothing, whatever the code. */
export const temporary = /\btemporar(?:y|ily)\b|\btry (?:\w{1,20} ){0,2}later\b/

/** Asks for fewer e-mails at once, or per period. */
export const tooFast = either(
  String.raw`\brate\b|\brate-?limit|\btoo (?:quickly|fast|many|much|frequent(?:ly)?|often)\b|\bthrottl|\bvolumes?\b|\bfrequency\b|\bslow(?:er)? down\b|\bback off\b|\bcongest`,
  String.raw`\b(?:mails|messages|connections?|recipients|sessions|deliveries|e-?mails|message (?:count|rate))\b[^.;:]{0,40}\b(?:per (?:hour|minute|second|day|connection|session)|limit|exceed(?:ed|s)?)\b`,
  String.raw`\b(?:limit|exceed(?:ed|s|ing)?|max(?:imum)?)\b[^.;:]{0,40}\b(?:mails|messages|connections?|recipients|sessions|deliveries|e-?mails|per (?:hour|minute|second|day|connection|session))\b`,
  String.raw`\bconcurren|\b(?:message|sending|daily|hourly) (?:\w{1,20} )?quota\b|\b(?:hourly|daily) (?:\w+ )?limit`,
)

/** Asks to retry later, in which case a number with a unit is the time to wait. */
export const retryRequest =
  /\bagain\b|\bre-?(?:try|send|submit)|\bwait\b|\blater\b|\bcome back\b|\bdelayed\b|gr[ae]y-?list/

/** `in 300 seconds`, `for 5 min`, `after: 1h`: the number, and the unit’s first letter. */
export const waitInUnits =
  /\b(?:in|after|for|wait|within|least|another)[ :=]{1,3}(\d{1,6}) ?(s|m|h|d)(?:ec(?:ond)?s?|in(?:ute)?s?|(?:ou)?rs?|ays?)?\b/

/** `in 00:04:58` or `in 04:58`. */
export const waitOnClock =
  /\b(?:in|after|for|wait|within|least|another)[ :=]{1,3}(?:(\d{1,2}):)?(\d{1,2}):(\d{2})\b/

/**
 * Every new sender is asked to retry (RFC 6647 §2): sending more slowly does not help, and pausing the domain delays all second attempts.
 */
export const greylisted = /gr[ae]y-?list/i
