import { parentPort } from 'node:worker_threads'
import { subjects, textsOf } from './subjects.ts'

/** Runs one subject on all of its texts; reports each one before it starts. */
async function run(name: string, length: number): Promise<void> {
  const subject = subjects.find((one) => one.name === name)
  if (!subject) throw new Error(`there is no subject ${name}`)
  for (const [text, of] of textsOf(subject)) {
    parentPort?.postMessage({ text })
    await subject.run(of(length))
  }
  parentPort?.postMessage({ text: null })
}

parentPort?.on('message', ({ name, length }: { name: string; length: number }) => {
  void run(name, length)
})
