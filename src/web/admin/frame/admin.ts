import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { AppError } from '../../../core/errors.ts'
import { may, maySomewhere } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import { countStates, type StateCounts } from '../../../services/subscribers/readers/count-states.ts'
import { readerDigests } from '../../../services/subscribers/readers/reader-digests.ts'
import { formTokenFor } from '../../kit/forms/form-token-for.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { openDesk, type Desk, type DeskPage } from '../../desk/frame/frame.ts'
import { deskTemplates } from '../../desk/frame/templates.ts'
import { sideList, type SideEntry } from './side-list.ts'

/** A page of the admins: its entry in the side list, and the digest whose readers it shows. */
export interface AdminPage extends Omit<DeskPage, 'place'> {
  /** The `href` of its entry in the side list; any other value marks none. */
  here: string
  digest: Digest
}

/** The pages of readers and lists, in the frame of the desk, with a side list. */
export interface Admin {
  desk: Desk
  say: Desk['say']
  /** A path below that of the list of readers: `at('/tags')`. */
  at(below: string): string
  /** The digest that a request names in `digest`, or the first whose readers its account may view. Throws `not-found`. */
  digestOf(request: FastifyRequest): Promise<Digest>
  /** The number of readers in each state, at most a minute old. */
  countsOf(request: FastifyRequest, digest: Digest): Promise<StateCounts>
  /** Makes the next request count them again. */
  forgetCounts(): void
  show(
    request: FastifyRequest,
    reply: FastifyReply,
    template: string,
    page: AdminPage,
    view: object,
  ): Promise<string>
}

/** A page of the admins: adds its routes below `desk/readers`. */
export type RegisterAdminPage = (
  scope: FastifyInstance,
  site: WebContext,
  admin: Admin,
) => void | Promise<void>

/** The numbers in the side list are not counted again for every page. */
const countsMaxAge = { seconds: 60 }

export function openAdmin(site: WebContext): Admin {
  const desk = openDesk(site)
  const folder = join(site.templatesDir, 'admin')
  const at = (below: string): string => desk.at(`readers${below}`)
  const fill = deskTemplates(site, desk, [folder], { readers: (below: string) => at(below) }, [
    join(folder, 'partials'),
  ])
  const counted = new Map<number, { at: Temporal.Instant; counts: Promise<StateCounts> }>()
  const { clock } = site.context
  const countsOf: Admin['countsOf'] = (request, digest) => {
    const { actor } = accountOf(request)
    const now = clock.now()
    const known = counted.get(digest.id)
    if (known && Temporal.Instant.compare(known.at.add(countsMaxAge), now) > 0) return known.counts
    const counts = countStates(site.context, actor, digest)
    counted.set(digest.id, { at: now, counts })
    counts.catch(() => counted.delete(digest.id))
    return counts
  }
  return {
    countsOf,
    forgetCounts: () => counted.clear(),
    desk,
    say: desk.say,
    at,
    async digestOf(request) {
      const digests = await readerDigests(site.context, accountOf(request).actor)
      const { digest: key } = request.query as { digest?: string }
      const found = key === undefined ? digests[0] : digests.find((digest) => digest.key === key)
      if (found) return found
      throw new AppError('not-found', said('digest-not-viewable', { key: key ?? '' }))
    },
    async show(request, reply, template, page, view) {
      const { actor } = accountOf(request)
      const maySeeSuppressions = may(actor, 'view-suppressions', null)
      const body = fill(template, { ...view, maySeeSuppressions, token: formTokenFor(site, request) })
      const digests = await readerDigests(site.context, actor)
      const counts = await countsOf(request, page.digest)
      const whole = fill('frame', {
        body,
        digests: digests.length > 1 ? digests.map((one) => digestEntry(one, page)) : [],
        groups: sideGroups(desk, at, page, counts, ({ permission, isOfAll }) =>
          isOfAll ? may(actor, permission, null) : maySomewhere(actor, permission),
        ),
      })
      return desk.around(request, reply, { ...page, place: 'readers' }, whole)
    },
  }
}

const digestEntry = ({ key, name }: Digest, { digest }: AdminPage) => ({
  name,
  query: `?digest=${encodeURIComponent(key)}`,
  isHere: key === digest.key,
})

function sideGroups(
  { say }: Desk,
  at: (below: string) => string,
  { here, digest }: AdminPage,
  counts: StateCounts,
  mayUse: (entry: SideEntry) => boolean,
) {
  return sideList.map(({ name, entries }) => ({
    name: say(name),
    entries: entries
      .filter((entry) => mayUse(entry))
      .map((entry) => ({
        name: say(entry.name),
        href: withDigest(at(entry.href), digest),
        isHere: entry.href === here,
        count: entry.count ? shownCount(say, counts[entry.count]) : '',
      })),
  }))
}

/** Adds the digest to a path. */
export const withDigest = (path: string, { key }: Digest): string =>
  `${path}${path.includes('?') ? '&' : '?'}digest=${encodeURIComponent(key)}`

const numbers = new Intl.NumberFormat('en-GB')

/** A number of readers for a page: `1,204`, `more than 10,000`. */
export function shownCount(say: Desk['say'], { count, isMore }: { count: number; isMore: boolean }): string {
  return isMore ? say('more-than', { most: count }) : numbers.format(count)
}
