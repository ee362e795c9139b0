import { parentPort } from 'node:worker_threads'
import { curate } from '../../../curate/curate.ts'
import type { CurateInput } from '../../../curate/curated.ts'
import type { Story } from '../../../core/entities/story.ts'
import type { Answer, Sent } from './curator.ts'
import { fromWire, toWire } from '../../../core/thread-wire.ts'

let stories: Story[] = []

parentPort?.on('message', (sent: Sent) => {
  if ('stories' in sent) {
    stories.push(...fromWire<Story[]>(sent.stories))
    return
  }
  const input = { ...fromWire<CurateInput>(sent.input), stories }
  stories = []
  const { leftOut, ...curated } = curate(input)
  const answer: Answer = { curated: toWire(curated), leftOut }
  parentPort?.postMessage(answer)
})
