import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { may } from '../../../core/permissions.ts'
import { withDigest, type Admin } from '../frame/admin.ts'

const tabs = {
  all: '/came-back',
  unmatched: '/came-back?outcome=unmatched',
  refusals: '/refusals',
  replies: '/came-back/replies',
} as const

/** The tabs of what came back, with the current one marked. Replies are only for those who may decide about them. */
export const cameBackTabs = ({ say, at }: Admin, digest: Digest, actor: Actor, here: keyof typeof tabs) =>
  Object.entries(tabs)
    .filter(([id]) => id !== 'replies' || may(actor, 'change-suppressions', null))
    .map(([id, path]) => ({
      name: say(`came-back-tab-${id}`),
      href: withDigest(at(path), digest),
      isHere: id === here,
    }))
