import type { FastifyInstance } from 'fastify'
import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'
import { contentPolicy, protect, readingPolicy } from '../../kit/policy.ts'
import type { WebContext } from '../../web-context.ts'
import { registerFeeds } from '../feeds/feeds.ts'
import { registerRobots } from '../feeds/robots.ts'
import { registerSitemaps } from '../feeds/sitemap.ts'
import { registerArchive } from './archive.ts'
import { registerFront } from './front.ts'
import { registerLists } from './lists.ts'
import { registerSearch } from './search.ts'
import { registerStory } from './story.ts'
import { registerReadingStyles } from './styles.ts'

const always = [registerFront, registerStory, registerReadingStyles, registerRobots]
/** Pages that do not exist while the archive is closed. */
const archivePages = [registerArchive, registerLists, registerSearch, registerFeeds, registerSitemaps]

/** The public's pages, with their own policy. */
export async function registerReading(web: FastifyInstance, site: WebContext): Promise<void> {
  await web.register(async (own) => {
    // Many of them contain the sign-up form.
    const isChallenged = site.context.settings.signUps.isChallenged
    protect(own, isChallenged ? contentPolicy({ anyPictures: true, scripts: true }) : readingPolicy)
    for (const register of always) register(own, site)
    await own.register(async (archive) => {
      archive.addHook('onRequest', async () => {
        if (site.context.settings.isArchiveClosed) throw new AppError('not-found', said('page-none'))
      })
      for (const register of archivePages) register(archive, site)
    })
  })
}
