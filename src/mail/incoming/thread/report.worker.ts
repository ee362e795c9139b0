import { parentPort } from 'node:worker_threads'
import { readReport } from '../read-report.ts'

/** One message at a time; the owner ends this thread where one takes too long or too much memory. */
parentPort?.on('message', (bytes: Uint8Array) => {
  void readReport(bytes).then((report) => parentPort?.postMessage(report))
})
