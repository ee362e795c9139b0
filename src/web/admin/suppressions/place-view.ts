import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { AppError } from '../../../core/errors.ts'
import { may } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import type { Context } from '../../../services/context.ts'
import type { SuppressionPlace } from '../../../services/subscribers/suppressions/add-note.ts'
import {
  showDomain,
  showSuppression,
  type SuppressionEvent,
} from '../../../services/subscribers/suppressions/show-suppression.ts'
import { mostCounted } from '../../../core/entities/readers/reader-filter.ts'
import { moment } from '../../desk/frame/times.ts'
import { shownCount, withDigest, type Admin } from '../frame/admin.ts'
import { coversView, domainName, eventView, proofView, whoseView } from './views.ts'

interface Looked {
  digest: Digest
  actor: Actor
}

/** What the page of one suppression shows. Throws `not-found` if there is none. */
export function placeView(
  context: Pick<Context, 'store'>,
  admin: Admin,
  { place, ...looked }: Looked & { place: SuppressionPlace },
) {
  return 'hash' in place
    ? addressView(context, admin, place.hash, looked)
    : domainView(context, admin, place.domain, looked)
}

async function addressView(
  context: Pick<Context, 'store'>,
  admin: Admin,
  hash: string,
  { digest, actor }: Looked,
) {
  const { say, at } = admin
  const zone = digest.schedule.timeZone
  const shown = await showSuppression(context, hash, actor)
  if (!shown) throw new AppError('not-found', said('suppression-none'))
  const { suppression, ofDomain, email, events, subscriptions } = shown
  return {
    name: whoseView(admin, { email, hash, isErased: suppression?.isErased ?? false }),
    isInForce: suppression !== null,
    since: moment(suppression?.at ?? null, zone),
    reason: suppression?.reason ?? '',
    proof: suppression && proofView(admin, suppression.proof, shown),
    covers: '',
    touches: '',
    ofDomain: ofDomain && {
      text: say('suppression-of-domain', {
        domain: domainName(ofDomain.domain ?? ''),
        reason: ofDomain.reason,
      }),
      href: withDigest(at(`/suppressions/domain/${ofDomain.domain ?? ''}`), digest),
    },
    again: suppression ? againView(admin, events, suppression.at, zone) : '',
    reader: subscriptions
      .filter(({ digestId }) => may(actor, 'view-readers', digestId))
      .map(({ id }) => ({ id, href: at(`/${id}`) })),
    events: events.map((event) => eventView(admin, event, zone)),
  }
}

async function domainView(
  context: Pick<Context, 'store'>,
  admin: Admin,
  domain: string,
  { digest, actor }: Looked,
) {
  const { say } = admin
  const zone = digest.schedule.timeZone
  const shown = await showDomain(context, domain, actor)
  if (!shown) throw new AppError('not-found', said('suppression-none'))
  const { rule, who, readers, events } = shown
  const count = shownCount(say, { count: Math.min(readers, mostCounted), isMore: readers > mostCounted })
  return {
    name: domainName(domain),
    isInForce: rule !== null,
    since: moment(rule?.at ?? null, zone),
    reason: rule?.reason ?? '',
    proof: rule && { text: say('suppression-by', { who }), href: '' },
    covers: rule ? coversView(admin, rule) : '',
    touches: count,
    ofDomain: null,
    again: rule ? againView(admin, events, rule.at, zone) : '',
    reader: [],
    events: events.map((event) => eventView(admin, event, zone)),
  }
}

/** That it was lifted by a person before it came into force again; empty if it was not. */
function againView(
  { say }: Admin,
  events: SuppressionEvent[],
  since: Temporal.Instant,
  zone: string,
): string {
  const lifted = events.find(
    (event) =>
      event.kind === 'change' &&
      event.action === 'lift' &&
      event.detail['reason'] !== 'held' &&
      Temporal.Instant.compare(event.at, since) <= 0,
  )
  return lifted ? say('suppression-again', { at: moment(lifted.at, zone).text }) : ''
}
