import { z } from 'zod'

export const domainShape = {
  DAYWIRE_DOMAIN_CHECKS: z
    .enum(['off', 'on'], 'must be off or on')
    .default('on')
    .describe(
      'off: DNS is not asked whether the domains of readers accept e-mail; on: they are asked about in the background, without the part before the @',
    ),
}
