import tlds from 'tlds' with { type: 'json' }

/** Large providers of private addresses; a domain one slip away from one of them probably means it. */
const providers =
  'gmail.com googlemail.com hotmail.com hotmail.co.uk hotmail.fr hotmail.de outlook.com outlook.de live.com msn.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de icloud.com me.com mac.com aol.com protonmail.com proton.me web.de gmx.de gmx.net gmx.at gmx.ch t-online.de freenet.de walla.com walla.co.il netvision.net.il bezeqint.net orange.fr free.fr laposte.net wanadoo.fr libero.it mail.ru yandex.ru comcast.net verizon.net btinternet.com fastmail.com zoho.com bluewin.ch'.split(
    ' ',
  )

/** Real providers that look like a slip of another. */
const others = new Set(
  'mail.com email.com ymail.com gmx.com gmx.fr mail.de email.de live.de live.fr live.co.uk aol.de yahoo.it yahoo.es yahoo.ca yahoo.in hotmail.it hotmail.es outlook.fr outlook.it ya.ru mail.ee fmail.com tmail.com hmail.com qmail.com e.mail.ru web.com free.de free.fr icould.net msn.de mac.de me.de gmx.li gmx.info gmx.org proton.com protonmail.ch pm.me inbox.ru bk.ru list.ru rocketmail.com netzero.com love.com life.com line.com lime.com like.com give.com five.com hive.com dive.com fine.com nine.com olive.com alive.com lives.com zoo.com grail.com gail.com wallaby.com walls.com yandex.com bluewin.com'.split(
    ' ',
  ),
)

/** Providers with national domains: `outlook.es`, `yahoo.se`. Colombia's, Cameroon's and Oman's are slips of `com`. */
const isNational = (domain: string): boolean =>
  /^(?:hotmail|outlook|live|yahoo|yandex|gmx)\.(?!co$|cm$|om$)[a-z]{2}$/.test(domain) &&
  known.has(domain.slice(-2))

const known: ReadonlySet<string> = new Set(tlds)

const endings: Readonly<Record<string, string>> = {
  con: 'com',
  cmo: 'com',
  ocm: 'com',
  comm: 'com',
  coom: 'com',
  vom: 'com',
  xom: 'com',
  cpm: 'com',
  clm: 'com',
  om: 'com',
  cim: 'com',
  dom: 'com',
  'com.com': 'com',
  ogr: 'org',
  orgg: 'org',
  prg: 'org',
  nte: 'net',
  ent: 'net',
  nett: 'net',
  bet: 'net',
}

/** The domain that an ASCII domain probably means: `gmail.com` for `gmial.com`; null if it is not a likely slip. */
export function suggestedDomain(domain: string): string | null {
  if (providers.includes(domain) || others.has(domain) || isNational(domain)) return null
  const com = /^(?:aol|msn)\.(?:co|cm)$/.test(domain) ? `${domain.slice(0, 3)}.com` : null
  if (com !== null) return com
  const ending = withEnding(domain)
  const named = ending ?? domain
  if (ending !== null && providers.includes(ending)) return ending
  const near = providers.find((provider) =>
    provider.length > 7 ? isOneSlip(named, provider) : isExchange(named, provider),
  )
  return (
    near ??
    ending ??
    providers.find((provider) => provider.length >= 9 && hasTwoSlips(domain, provider)) ??
    null
  )
}

function withEnding(domain: string): string | null {
  const found = Object.entries(endings).find(([wrong]) => domain.endsWith(`.${wrong}`))
  // Some of these are real endings, and are corrected only if the rest is a provider's name.
  if (!found) return null
  const fixed = domain.slice(0, -found[0].length) + found[1]
  return providers.includes(fixed) || !/^(?:om|bet|cpm)$/.test(found[0]) ? fixed : null
}

/** One letter inserted, deleted or replaced, or two neighbours exchanged (Damerau-Levenshtein distance of 1). */
function isOneSlip(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  const rest = one.slice(start)
  const wanted = other.slice(start)
  return (
    rest.slice(1) === wanted.slice(1) ||
    rest.slice(1) === wanted ||
    rest === wanted.slice(1) ||
    isExchange(rest, wanted)
  )
}

/** Two neighbours are exchanged. For a short name this is the only slip considered, because others give real names. */
function isExchange(one: string, other: string): boolean {
  if (one === other || one.length !== other.length) return false
  let at = 0
  while (one[at] === other[at]) at += 1
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2)
}

/** Two slips, at least one of them in the name; for long names with the same ending. */
function hasTwoSlips(domain: string, provider: string): boolean {
  if (Math.abs(domain.length - provider.length) > 2 || domain[0] !== provider[0]) return false
  for (let at = 0; at < domain.length; at += 1) {
    const without = domain.slice(0, at) + domain.slice(at + 1)
    if (isOneSlip(without, provider) && without !== provider && domain.length > provider.length) return true
    const swapped =
      at + 1 < domain.length
        ? domain.slice(0, at) + (domain[at + 1] ?? '') + (domain[at] ?? '') + domain.slice(at + 2)
        : domain
    if (swapped !== domain && isOneSlip(swapped, provider)) return true
  }
  return false
}
