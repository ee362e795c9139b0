import { parentPort } from 'node:worker_threads'
import { readReport } from '../read-report.ts'

/** Handles one message at a time; the owner ends this thread if it takes too long or too much memory. */
parentPort?.on('message', (bytes: Uint8Array) => {
  void readReport(bytes).then((report) => parentPort?.postMessage(report))
})
