import { parentPort } from 'node:worker_threads'
import { curate } from '../../../curate/curate.ts'
import type { CurateInput } from '../../../curate/curated.ts'
import type { Story } from '../../../core/entities/story.ts'
import type { Sent } from './curate-apart.ts'
import { fromWire, toWire } from '../../../core/thread-wire.ts'

const stories: Story[] = []

parentPort?.on('message', (sent: Sent) => {
  if ('stories' in sent) stories.push(...fromWire<Story[]>(sent.stories))
  else {
    const { leftOut, ...curated } = curate({ ...fromWire<CurateInput>(sent.input), stories })
    parentPort?.postMessage({ curated: toWire(curated), leftOut })
  }
})
