import type { LinkCheck, LinkFault } from '../../../../core/entities/editions/link-check.ts'
import { said, type Said } from '../../../../core/said/said.ts'
import type { CheckFinding } from '../../../../core/entities/check.ts'
import type { Check } from '../check.ts'
import { linksOf, type StoryLink } from '../links/links-of.ts'

const whys: Record<LinkFault, Said> = {
  'not-found': said('link-not-found'),
  gone: said('link-gone'),
  unanswered: said('link-unanswered'),
  'server-fault': said('link-server-fault'),
  private: said('link-leads-private'),
  other: said('link-other-fault'),
}

/** Dead links of stories, as of the last request (`links/`); those not requested yet are counted. */
export const deadLinks: Check = {
  name: 'dead-links',
  severity: 'warn',
  async find({ edition, sheet }, { store }) {
    const links = linksOf(sheet)
    const known = await store.linkChecks.of(links.map(({ key }) => key))
    const dead = links.flatMap((link): CheckFinding[] => {
      const check = known.get(link.key)
      return check?.state === 'dead' ? [found(link, check, sheet.digest.timeZone)] : []
    })
    const waits = edition.status === 'draft' || edition.status === 'approved'
    const count = links.filter(({ key }) => !known.get(key)?.state).length
    const place = { kind: 'edition', field: 'links' } as const
    return [...dead, ...(waits && count > 0 ? [{ place, ...said('links-unchecked', { count }) }] : [])]
  },
}

function found({ story, headline, link }: StoryLink, check: LinkCheck, zone: string): CheckFinding {
  const why = whys[check.fault ?? 'other']
  const at = check.checkedAt?.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
  return {
    place: { kind: 'story', story, field: 'link' },
    ...said('link-dead', { headline, url: link, why, at: (at ?? '').replace('T', ' ') }),
  }
}
