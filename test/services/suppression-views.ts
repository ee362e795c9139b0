import type { Actor } from '../../src/core/entities/actor.ts'
import { allSuppressions } from '../../src/core/entities/suppression-filter.ts'
import { AppError } from '../../src/core/errors.ts'
import { listFeedback, listMassFailures } from '../../src/services/feedback/viewing/list-feedback.ts'
import { listRefusals } from '../../src/services/feedback/viewing/list-refusals.ts'
import { showReport } from '../../src/services/feedback/viewing/show-report.ts'
import { showWarmUp } from '../../src/services/sending/warm-up/show-warm-up.ts'
import {
  allDomains,
  countSuppressions,
  pageOfDomains,
  pageOfSuppressions,
} from '../../src/services/subscribers/suppressions/list-suppressions.ts'
import { showDomain, showSuppression } from '../../src/services/subscribers/suppressions/show-suppression.ts'
import { lookAtDomain } from '../../src/services/subscribers/suppressions/suppress-domain.ts'
import type { ViewedNewsroom } from './views.ts'

const orNoReport = (error: unknown) => {
  if (error instanceof AppError && error.says.code === 'report-none') return null
  throw error
}

/** A call of every service that shows admins and analysts of all digests what came back, what is suppressed, and how a relay warms up. */
export const suppressionViews: Record<string, (room: ViewedNewsroom, actor: Actor) => Promise<unknown>> = {
  allDomains: ({ context }, actor) => Array.fromAsync(allDomains(context, actor)),
  countSuppressions: ({ context }, actor) => countSuppressions(context, allSuppressions, actor),
  listFeedback: ({ context }, actor) => listFeedback(context, { kind: null, outcome: null, count: 1 }, actor),
  listRefusals: ({ context }, actor) => listRefusals(context, actor),
  listMassFailures: ({ context }, actor) => listMassFailures(context, actor),
  lookAtDomain: ({ context }, actor) =>
    lookAtDomain(context, { domain: 'example.org', withSubdomains: true }, actor),
  pageOfDomains: ({ context }, actor) => pageOfDomains(context, { named: '', after: '', count: 5 }, actor),
  pageOfSuppressions: ({ context }, actor) =>
    pageOfSuppressions(context, { filter: allSuppressions, after: null, count: 5 }, actor),
  showDomain: ({ context }, actor) => showDomain(context, 'example.org', actor),
  showReport: ({ context }, actor) => showReport(context, 1, actor).catch(orNoReport),
  showWarmUp: ({ context }, actor) => showWarmUp(context, actor),
  showSuppression: ({ context }, actor) => showSuppression(context, 'ab', actor),
}
