import type { FastifyInstance } from 'fastify'
import { protect, readingPolicy } from '../../kit/policy.ts'
import type { WebContext } from '../../web-context.ts'
import { registerFront } from './front.ts'
import { registerReadingStyles } from './styles.ts'

/** The pages on which the public reads, with a policy of their own. */
export async function registerReading(web: FastifyInstance, site: WebContext): Promise<void> {
  await web.register(async (own) => {
    protect(own, readingPolicy)
    for (const register of [registerFront, registerReadingStyles]) register(own, site)
  })
}
