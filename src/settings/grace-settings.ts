import { z } from 'zod'
import { entriesOf } from './proxy-settings.ts'

/** The time for each part of a process to finish when it is asked to stop, in seconds. */
export interface Grace {
  /** Requests that are being answered. */
  web: number
  /** E-mails that are being sent, and jobs up to where they can stop. */
  worker: number
  /** Handing over to another process. */
  scheduler: number
}

const standard: Grace = { web: 30, worker: 60, scheduler: 5 }
const longest = 3_600

const isPart = (name: string): name is keyof Grace => Object.hasOwn(standard, name)

export const graceShape = {
  DAYWIRE_GRACE: z
    .string()
    .refine(
      (list) => entriesOf(list).every(isEntry),
      `must be seconds from 0 to ${longest} such as web=30,worker=60,scheduler=5`,
    )
    .default('web=30,worker=60,scheduler=5')
    .describe(
      'Seconds that each part of the service has to finish when it is asked to stop; what is left then is cut off',
    ),
}

/** The times in a list, with defaults for parts that it does not name. */
export function graceOf(list: string): Grace {
  const named = entriesOf(list).map((entry) => entry.split('='))
  return { ...standard, ...Object.fromEntries(named.map(([name, seconds]) => [name, Number(seconds)])) }
}

function isEntry(entry: string): boolean {
  const [, name = '', seconds = ''] = /^([a-z]+)=(\d{1,4})$/.exec(entry) ?? []
  return isPart(name) && Number(seconds) <= longest
}
