import { parentPort } from 'node:worker_threads'
import { readReport } from '../../../src/mail/incoming/read-report.ts'

/** Reads messages as the thread does, except those that request something else. */
parentPort?.on('message', (bytes: Uint8Array) => {
  const text = Buffer.from(bytes).toString()
  // Without end, like a careless regular expression.
  while (text.includes('X-Thread: computes'));
  if (text.includes('X-Thread: waits')) return
  if (text.includes('X-Thread: fills')) Array.from({ length: 100 }, () => Array(10_000_000).fill(text))
  if (text.includes('X-Thread: throws')) throw new Error('not like this')
  if (text.includes('X-Thread: ends')) process.exit()
  void readReport(bytes).then((report) => parentPort?.postMessage(report))
})
