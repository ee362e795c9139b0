import { parentPort } from 'node:worker_threads'
import { readReport } from '../../../src/mail/incoming/read-report.ts'

/** Reads messages as the thread does, but for those that say what it is to do instead. */
parentPort?.on('message', (bytes: Uint8Array) => {
  const text = Buffer.from(bytes).toString()
  // Without an end, as a careless pattern would be.
  while (text.includes('X-Thread: computes'));
  if (text.includes('X-Thread: waits')) return
  if (text.includes('X-Thread: fills')) Array.from({ length: 100 }, () => Array(10_000_000).fill(text))
  if (text.includes('X-Thread: throws')) throw new Error('not like this')
  if (text.includes('X-Thread: ends')) process.exit()
  void readReport(bytes).then((report) => parentPort?.postMessage(report))
})
