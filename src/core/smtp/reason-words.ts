/** Words that distinguish reasons with the same blame, in a reply normalised by `bare`. Gaps are bounded. */

export const suspended =
  /\b(?:account|mailbox|user|recipient|compte|boite)\b[^.;]{0,40}\b(?:suspended|disabled|blocked|locked|on hold|expired|bloque|desactive|over ?due)\b/
export const moved = /\b(?:has moved|no longer on server|user has moved|changed (?:his|her|their) address)\b/
export const size =
  /\btoo (?:large|big|long)\b|\b(?:message|mail|line|size|length)\b[^.;]{0,40}\b(?:exceeds?|exceeded|limit)\b|\bexceeds?\b[^.;]{0,40}\b(?:size|length|bytes|kb|mb)\b/
export const relayRefused = /\brelay/
export const authentication =
  /\b(?:spf|dkim|dmarc|ptr|rdns|unauthenticated|authenticat\w*)\b|\breverse (?:dns|lookup)/
export const spam =
  /spam|\b(?:ube|uce|bulk|junk|virus|malware|phish\w*|infected|unsolicited|uribl|ofr.506)\b|\bcontent (?:reject|filter|denied)|\bblacklisted url\b/
export const reputation =
  /\b(?:block|black|deny)[ -]?list|\breputation\b|\b(?:dns|r)bl\b|\bblocked using\b|\blisted (?:in|on|at|by)\b|\bclient host\b|\bpoor\b/
export const expired =
  /\bexpired?\b|\b(?:could not|unable to|not been|cannot) (?:be )?deliver\w*\b[^.;]{0,40}\b(?:seconds|minutes|hours|days|attempts)\b|\bretry time(?:out)?\b|\baborted after\b|\bfailed \d+ attempts\b|\bgiving up\b|\bgave up\b|\bin the queue too long\b|\bretried\b|\bdelayed\b/
export const noRoute =
  /\btimed? ?out\b|\bconnection (?:refused|lost|reset|dropped|closed)\b|\bunreachable\b|\bnot reachable\b|\bno route\b|\brefused to talk\b|\bhop count\b|\bmail loop\b|\bdns\b|\bname server\b|\bnot accept our requests\b|\bloops?\b/
/** The domain does not exist, or accepts no e-mail. */
export const goneDomain =
  /\bnull mx\b|\bno (?:such|valid) domain\b|\bno smtp service\b|\bnon-?existent (?:hosts?|domain)\b|\b(?:host|domain)(?: or domain)?(?: name)? not found\b|\bunknown (?:host|domain)\b|\bhost unknown\b|\bbad destination (?:host|system)\b|\bdomain (?:name )?(?:\S{1,80} )?(?:does not|doesn't) (?:exist|accept (?:any )?mail|receive e-?mail|appear to be registered)\b|\bany host named\b|\bnxdomain\b|\bdomain (?:\S{1,80} )?(?:couldn't|could not|cannot) be found\b|\bunroute?able mail domain\b|\bno (?:valid )?(?:mx|dns)\b[^.;:]{0,20}\brecords?\b|\bname or service not known\b/
