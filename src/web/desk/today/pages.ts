import type { FastifyInstance } from 'fastify'
import { openKeptReaders } from '../../../services/editions/viewing/day/kept-readers.ts'
import { openWaitingPools } from '../../../services/editions/viewing/day/waiting-pools.ts'
import { openKeptProgress } from '../../../services/sending/warm-up/kept-progress.ts'
import type { WebContext } from '../../web-context.ts'
import type { Desk } from '../frame/frame.ts'
import { registerAddStory } from './add.ts'
import { registerChange } from './changes/change.ts'
import { registerFollowDay } from './live/follow-day.ts'
import { registerPairs } from './pool/pairs.ts'
import { registerStoryForms } from './story.ts'
import { registerToday } from './today.ts'

/** The pages on which a day's edition is made. */
export function registerTodayPages(scope: FastifyInstance, site: WebContext, desk: Desk): void {
  const { context } = site
  const pages = {
    context,
    desk,
    readers: openKeptReaders(context),
    pools: openWaitingPools(context),
    warmUp: openKeptProgress(context),
  }
  for (const register of [
    registerToday,
    registerFollowDay,
    registerStoryForms,
    registerPairs,
    registerAddStory,
    registerChange,
  ])
    register(scope, site, pages)
}
