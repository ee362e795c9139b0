import type { JobName } from '../core/jobs.ts'
import type { Context } from '../services/context.ts'

/** Runs a job and measures its time, even if it fails. */
export async function timed(
  { metrics }: Pick<Context, 'metrics'>,
  job: JobName,
  run: () => Promise<void>,
): Promise<void> {
  const begun = performance.now()
  let outcome: 'done' | 'failed' = 'failed'
  try {
    await run()
    outcome = 'done'
  } finally {
    metrics.observe('daywire_job_duration_seconds', { job, outcome }, (performance.now() - begun) / 1000)
  }
}
