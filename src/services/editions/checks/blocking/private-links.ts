import { said } from '../../../../core/said/said.ts'
import { isPublicHost } from '../../../../core/addresses/public-host.ts'
import type { CheckFinding } from '../../../../core/entities/check.ts'
import { decodeLiteral, encodedParts, unescapeHtml } from '../../../../core/text/encode.ts'
import type { StoredBlock } from '../../../../core/entities/editions/contents.ts'
import { placeIn, placeKey } from '../block-place.ts'
import type { Check } from '../check.ts'
import { leavesThisMachine } from '../leaves-this-machine.ts'

/**
 * Links and pictures on this machine or in a private network, which readers cannot reach. Our own addresses count only once e-mails leave
 * this machine: until then a trial is meant to be viewed here.
 */
export const privateLinks: Check = {
  name: 'private-links',
  severity: 'block',
  find({ blocks, sheet: { publicUrl } }, { mail }) {
    const isTrial = !leavesThisMachine(mail)
    if (!isTrial && !isPublic(publicUrl))
      return [
        {
          place: { kind: 'edition', field: 'links' },
          ...said('public-url-private', { url: publicUrl }),
        },
      ]
    const isOwn = (url: string): boolean => url.startsWith(publicUrl)
    const found = new Map<string, CheckFinding>()
    for (const stored of blocks.filter(({ key }) => !key.startsWith('earlier:')))
      for (const { url, field } of addressesIn(stored)) {
        if (isOwn(url) || isPublic(url)) continue
        const place = placeIn(stored.key, field)
        const says = field === 'picture' ? said('picture-private', { url }) : said('link-private', { url })
        found.set(`${placeKey(place)} ${url}`, { place, ...says })
      }
    return [...found.values()]
  },
}

const address = / (href|src)="([^"]*)"/g

/** The URLs of a block, except those that a slot fills. */
function addressesIn({ html }: StoredBlock): { url: string; field: 'link' | 'picture' }[] {
  const decoded = encodedParts(html)
    .map((part) => (typeof part === 'string' ? decodeLiteral(part) : ''))
    .join('')
  return [...decoded.matchAll(address)].flatMap(([, name, value = '']) => {
    const url = unescapeHtml(value)
    return /^https?:/i.test(url) ? [{ url, field: name === 'src' ? 'picture' : 'link' } as const] : []
  })
}

function isPublic(url: string): boolean {
  return URL.canParse(url) && isPublicHost(new URL(url).hostname)
}
