import { openReportReader, type ReportReader } from '../../../src/mail/incoming/thread/report-thread.ts'

/** A reader whose thread hangs on a message with the header `X-Thread: computes`; it has shorter timeouts than usual. */
export const hangingReader = (limits = { computing: 3000, waiting: 300_000 }): ReportReader =>
  openReportReader(new URL('hanging.worker.ts', import.meta.url), limits)

/** A message that makes the thread hang, or do something else. */
export const hanging = (message: string, does = 'computes'): string => `X-Thread: ${does}\r\n${message}`
