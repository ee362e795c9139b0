import { Worker } from 'node:worker_threads'
import { AppError } from '../core/errors.ts'
import { english } from '../core/said/sentence.ts'
import { fromWire, toWire } from '../core/thread-wire.ts'
import type { Answer, Asked } from './render.worker.ts'
import { messageRenderer } from './render-message.ts'
import { openRenderer, type Renderer } from './renderer.ts'
import { said } from '../core/said/said.ts'

/** A renderer that runs MJML outside the main thread, which does not load it. */
export interface RenderThread extends Renderer {
  /** True while a thread runs, with its 150 MB. */
  isRunning(): boolean
  close(): Promise<void>
}

interface Limits {
  /** Milliseconds without work after which the thread ends. */
  idle: number
  /** The most milliseconds of one rendering. */
  longest: number
}

/** Each change to an edition is rendered: starting the thread for each would take a second. */
const standard: Limits = { idle: 120_000, longest: 30_000 }

/**
 * Renders in a thread that is started on first use or by `ready`, and ends after two minutes without work. A rendering of more than half a
 * minute ends the thread and throws `template-broken`.
 */
export function openRenderThread(templatesDir: string, limits: Limits = standard): RenderThread {
  // This renderer loads MJML only if it renders itself.
  const here = openRenderer({ templatesDir })
  let worker: Worker | null = null
  let rest: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  function start(): Worker {
    const started = new Worker(new URL('render.worker.ts', import.meta.url), { workerData: { templatesDir } })
    // It may still fail while it ends, when nothing else listens.
    return started.on('error', () => undefined)
  }

  async function end(): Promise<void> {
    clearTimeout(rest)
    const ending = worker
    worker = null
    await ending?.terminate()
  }

  async function askOne(asked: Asked): Promise<unknown> {
    clearTimeout(rest)
    const thread = (worker ??= start())
    const answer = await answerOf(thread, asked, limits.longest)
    if (answer === 'late' || answer === 'broken') {
      await end()
      throw new AppError('template-broken', faults[answer])
    }
    rest = setTimeout(() => void end(), limits.idle).unref()
    thread.unref()
    if ('made' in answer) return fromWire(answer.made)
    const { code, says } = answer.fault
    throw code === null ? new Error(english(says)) : new AppError(code, says)
  }

  function ask<T>(asked: Asked): Promise<T> {
    const asking = last.then(() => askOne(asked))
    last = asking.catch(() => undefined)
    return asking as Promise<T>
  }

  return {
    ...here,
    // The rendering itself reports the failure.
    ready: () => void ask({ kind: 'ready' }).catch(() => undefined),
    digest: (sheet) => ask({ kind: 'digest', sheet: toWire(sheet) }),
    message: messageRenderer(templatesDir, (mjml) => ask({ kind: 'shell', mjml })),
    isRunning: () => worker !== null,
    close: end,
  }
}

const faults = {
  late: said('rendering-late'),
  broken: said('rendering-broken'),
}

function answerOf(thread: Worker, asked: Asked, longest: number): Promise<Answer | 'late' | 'broken'> {
  return new Promise((resolve) => {
    const settle = (answer: Answer | 'late' | 'broken'): void => {
      clearTimeout(timer)
      thread.off('message', settle).off('error', breaks).off('exit', breaks)
      resolve(answer)
    }
    const breaks = (): void => settle('broken')
    const timer = setTimeout(() => settle('late'), longest)
    thread.ref()
    thread.on('message', settle).on('error', breaks).on('exit', breaks)
    thread.postMessage(asked)
  })
}
