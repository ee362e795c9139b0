import { openReportReader, type ReportReader } from '../../../src/mail/incoming/thread/report-thread.ts'

/** A reader whose thread hangs where a message has the header `X-Thread: computes`; it has less patience than the usual one. */
export const hangingReader = (limits = { computing: 3000, waiting: 300_000 }): ReportReader =>
  openReportReader(new URL('hanging.worker.ts', import.meta.url), limits)

/** A message that hangs the thread, or that has it do something else. */
export const hanging = (message: string, does = 'computes'): string => `X-Thread: ${does}\r\n${message}`
