import { headerOf, type Headers } from './headers.ts'

/** The parts of a response by which a bot check is recognised; `text` is the beginning of its body. */
export interface Seen {
  status: number
  headers: Headers
  text: string
}

interface Wall {
  name: string
  /** A header that identifies it at any status. */
  header?: [name: string, value: RegExp]
  /** Text of the page that it serves instead of the content. */
  page?: RegExp
  /** A header that it also sets on responses it lets through, so it counts only with a status that refuses. */
  refusing?: [name: string, value: RegExp]
}

const walls: Wall[] = [
  {
    name: 'Cloudflare',
    header: ['cf-mitigated', /challenge/i],
    page: /<title>\s*(?:Just a moment\.\.\.\s*<|Attention Required! \| Cloudflare)|\b_cf_chl_opt\b/i,
  },
  {
    name: 'DataDome',
    refusing: ['x-datadome', /./],
    page: /Please enable JS and disable any ad blocker|captcha-delivery\.com/i,
  },
  {
    name: 'Imperva Incapsula',
    page: /Incapsula incident ID|_Incapsula_Resource\?[^"'>]{0,2000}\bincident_id=/i,
  },
  // Anchored to the first such title: otherwise every title would be followed to the end of the page.
  { name: 'Akamai', page: /^(?:(?!<title>\s*Access Denied)[\s\S])*<title>\s*Access Denied[\s\S]*Reference\s*(?:#|&#35;)/i }, // prettier-ignore
  { name: 'PerimeterX', page: /px-captcha|captcha\.px-cdn\.net|captcha\.perimeterx\.net/i },
  { name: 'AWS WAF', header: ['x-amzn-waf-action', /^(?:challenge|captcha)/i] },
  {
    name: 'Sucuri',
    header: ['x-sucuri-block', /./],
    page: /Sucuri WebSite Firewall - Access Denied|sucuri_cloudproxy_js/i,
  },
  { name: 'Anubis', page: /\bid="anubis_(?:version|challenge)"|Making sure you(?:'|’|&#0?39;)re not a bot/i },
  { name: 'SiteGround', header: ['sg-captcha', /./] },
  { name: 'Vercel', header: ['x-vercel-mitigated', /challenge|deny/i] },
  { name: 'Google', page: /Our systems have detected unusual traffic from your computer network/i },
  { name: 'Imperva Advanced Bot Protection', page: /<title>\s*Pardon Our Interruption/i },
  { name: 'Radware', page: /<title>\s*Radware (?:Bot Manager )?Captcha|<title>\s*Radware Page/i },
  { name: 'DDoS-Guard', refusing: ['server', /^ddos-guard/i], page: /<title>\s*DDoS-Guard/i },
]

const refusals = [401, 403, 405, 429, 503]
/** In characters. Challenges are short; a longer page that mentions one is an article. */
const longestChallenge = 30_000

const has = (headers: Headers, [name, value]: [string, RegExp]): boolean =>
  value.test(headerOf(headers, name) ?? '')

/** True for a page, but not for a feed that quotes one: feeds begin with their own root. */
const isPage = (text: string): boolean =>
  /<(?:!doctype html|html|head|title|body|script)\b/i.test(text.slice(0, 2_000)) &&
  !/<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)[\s>]/i.test(text.slice(0, 2_000))

/** The name of the bot check that was served instead of the content; null if there is none. Nothing tries to get round it. */
export function wallOf({ status, headers, text }: Seen): string | null {
  const refused = refusals.includes(status)
  const inPlace = refused || ([200, 202].includes(status) && text.length < longestChallenge)
  const found = walls.find(
    ({ header, page, refusing }) =>
      (header !== undefined && has(headers, header)) ||
      (refusing !== undefined && refused && has(headers, refusing)) ||
      (page !== undefined && inPlace && isPage(text) && page.test(text)),
  )
  return found?.name ?? null
}
