import type { Digest } from '../../../core/entities/newsroom.ts'
import { withDigest, type Admin } from '../frame/admin.ts'

const tabs = {
  all: '/came-back',
  unmatched: '/came-back?outcome=unmatched',
  refusals: '/refusals',
} as const

/** The ways to look at what came back, with the one that is looked at. */
export const cameBackTabs = ({ say, at }: Admin, digest: Digest, here: keyof typeof tabs) =>
  Object.entries(tabs).map(([id, path]) => ({
    name: say(`came-back-tab-${id}`),
    href: withDigest(at(path), digest),
    isHere: id === here,
  }))
