import { existsSync, readFileSync } from 'node:fs'
import { Parser } from 'htmlparser2'
import { mark } from '../../../src/core/text/slots.ts'

/**
 * Strings by which an editor's text could become something else: an element or attribute of a page, a slot of an e-mail, a header, a
 * line of SMTP, another text. If one works, there is an element `odd-tag`, an attribute `odd-attr` or a header `Odd-Header`.
 */
export const oddStrings: readonly string[] = [
  '<odd-tag>',
  '"><odd-tag>',
  "'><odd-tag>",
  '`><odd-tag>',
  '" odd-attr="1',
  "' odd-attr='1",
  '" odd-attr=1 x="',
  ' odd-attr=1 ',
  '" onfocus="odd()" autofocus="',
  '</title><odd-tag>',
  '</textarea><odd-tag>',
  '</option></select><odd-tag>',
  '</script><odd-tag>',
  '</style><odd-tag>',
  '</svg></math><odd-tag>',
  '<script>odd()</script>',
  '<scr<script>ipt>odd()</scr</script>ipt>',
  '<img src=x onerror=odd()>',
  '<svg/onload=odd()>',
  '<iframe srcdoc="<odd-tag>">',
  '<meta http-equiv=refresh content="0;url=https://odd.example.com/">',
  '<base href="https://odd.example.com/">',
  '<link rel=stylesheet href=https://odd.example.com/>',
  '<form action=https://odd.example.com/><button>',
  '<a href="javascript:odd()">odd</a>',
  '<!--',
  '--><odd-tag>',
  '<![CDATA[<odd-tag>]]>',
  ']]><odd-tag>',
  '<![endif]--><odd-tag>',
  '<!doctype odd-tag>',
  '<?xml version="1.0"?><odd-tag/>',
  '&lt;odd-tag&gt; &#60;odd-tag&#62; &#x3c;odd-tag&#x3e;',
  '&amp;lt;odd-tag&amp;gt;',
  '%3Codd-tag%3E \\u003codd-tag\\u003e \\x3codd-tag\\x3e',
  '\uFF1Codd-tag\uFF1E',
  '<\u200Bodd-tag>',
  '</mj-text></mj-column></mj-section></mj-raw><odd-tag>',
  '<mj-image src="https://odd.example.com/" />',
  '<mj-include path="/etc/passwd" />',
  '<!--daywire 3-->',
  '{{address}} {{{address}}} {{slot "address"}} {{> footer}} {{#each this}}',
  '${address} <%= address %> [[address]] {% include "footer" %}',
  mark('address'),
  mark('unsubscribeUrl'),
  mark('subject'),
  '\uF8F0unsubscribeUrl',
  'unsubscribeUrl\uF8F1',
  '\uF8F0\uF8F0address\uF8F1\uF8F1',
  '\r\nOdd-Header: 1\r\n\r\n<odd-tag>',
  '\nOdd-Header: 1',
  '\rOdd-Header: 1',
  '\u2028Odd-Header: 1\u2029',
  '\u0085Odd-Header: 1',
  '%0d%0aOdd-Header: 1',
  '=?utf-8?B?PG9kZC10YWc+?= =?utf-8?Q?=0D=0AOdd-Header=3A_1?=',
  '=0D=0AOdd-Header: 1 =3Codd-tag=3E',
  '\r\n.\r\nMAIL FROM:<odd@example.org>\r\n',
  '\r\n--boundary--\r\n',
  '"quoted" \'single\' \\ back\\slash "unended',
  'odd@example.org>, <other@example.org',
  '\u202Eesrever\u202C \u2066isolated\u2069 \u200F',
  '\u0000\u0001\u0008\u007F\u009F\uFEFF\uFFFE',
  '\uFFFD \u{1F469}\u200D\u{1F680} \u{1F1E9}\u{1F1EA} e\u0301 Z\u0334\u0321\u0322\u031B',
  'شلوم שלום 消息 новости',
  '\'; drop table stories; -- " or 1=1',
  '=cmd|" /C calc"!A0 +1 -1 @sum(1)',
  '../../../../etc/passwd %2e%2e%2f',
  'https://odd.example.com/?' + mark('unsubscribeUrl'),
  'Seals__proto__constructor[object Object]',
]

/** More of them, one a text: a JSON array of strings. */
const more = process.env['DAYWIRE_TEST_STRINGS'] ?? ''
const strings = [
  ...oddStrings,
  ...(existsSync(more) ? (JSON.parse(readFileSync(more, 'utf8')) as string[]) : []),
]
/** Texts of several strings each, up to the length of a headline; a string that would swallow the rest of a page ends one. */
const swallowing = strings.filter((one) => one.includes('<!'))
export const oddTexts: readonly string[] = strings
  .filter((one) => !one.includes('<!'))
  .reduce<string[]>((all, one) => {
    const joined = `${all.at(-1) ?? ''} ${one}`
    return all.length === 0 || joined.length > 240
      ? [...all, one.slice(0, 240)]
      : [...all.slice(0, -1), joined]
  }, [])
  .map((text, at) => `${text} ${swallowing[at % swallowing.length]}`.slice(0, 280))

/** HTML that none of our templates writes. */
export function foreignIn(html: string): string[] {
  const found: string[] = []
  const parser = new Parser({
    onopentag(name, attributes) {
      const { src = '', href = '', action = '', type = '' } = attributes
      if (/^(?:odd-|mj-|iframe$|base$|object$|embed$)/.test(name) && !/\/preview\//.test(src))
        found.push(`<${name}>`)
      if (name === 'script' && !src.startsWith('/news/') && type !== 'application/ld+json')
        found.push('<script>')
      // The address of a page’s icon is empty, so that no browser requests one.
      if (/^(?:javascript|data|vbscript):/i.test(href.trim()) && href !== 'data:,') found.push(href)
      if (name === 'form' && !action.startsWith('/news/') && action !== '') found.push(action)
      if (/odd\.example\.com/.test(src) || (name === 'link' && /odd/.test(href))) found.push(src || href)
      for (const attribute of Object.keys(attributes))
        if (/^(?:on|odd-attr|srcdoc)/.test(attribute)) found.push(`${name} ${attribute}`)
    },
  })
  parser.end(html)
  return found
}

export const shownIn = (html: string): string => {
  let text = ''
  new Parser({ ontext: (part) => void (text += part) }).end(html)
  return text
}
