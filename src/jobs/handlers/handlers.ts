import type { JobName } from '../../core/jobs.ts'
import { archive } from './archive.ts'
import { bounces } from './bounces.ts'
import { bulk } from './bulk.ts'
import { collect } from './collect.ts'
import { deliveries } from './deliveries.ts'
import { domains } from './domains.ts'
import { editions } from './editions.ts'
import type { Handler } from './handler.ts'
import { imports } from './imports.ts'
import { late } from './late.ts'
import { links } from './links.ts'
import { outbox } from './outbox.ts'
import { pages } from './pages.ts'
import { retention } from './retention.ts'
import { warmUp } from './warm-up.ts'

/** The handler of each job, for one process. */
export const openHandlers = (): Record<JobName, Handler> => ({
  collect,
  editions,
  late,
  pages,
  links,
  outbox,
  deliveries: deliveries(),
  bounces,
  archive,
  imports,
  bulk,
  retention,
  'warm-up': warmUp,
  domains,
})
