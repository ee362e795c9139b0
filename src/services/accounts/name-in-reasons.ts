import type { Param, Reason, Said } from '../../core/said/said.ts'
import type { Repositories } from '../../store/store.ts'
import { nameActors } from './name-actors.ts'

type Deps = { store: Pick<Repositories, 'accounts'> }

/** Parameters that contain a stored actor. */
const holders: ReadonlySet<string> = new Set(['who', 'by'])

/** Replaces stored actors in reasons with people's names, also in nested ones. */
export async function nameInReasons(
  deps: Deps,
  reasons: readonly Reason[],
): Promise<<R extends Reason>(reason: R) => R> {
  const name = await nameActors(deps, reasons.flatMap(actorsIn))
  return (reason) => withNames(reason, name)
}

/** The stored actors in a reason. */
export function actorsIn(reason: Reason): string[] {
  if (typeof reason === 'string') return []
  return Object.entries(reason.params).flatMap(([key, param]) =>
    holders.has(key) && typeof param === 'string' ? [param] : saidIn(param).flatMap(actorsIn),
  )
}

/** A reason in which `name` replaces stored actors. */
export function withNames<R extends Reason>(reason: R, name: (subject: string) => string): R {
  const words: Reason = reason
  if (typeof words === 'string') return reason
  return { ...words, params: namedParams(words.params, name) } as Said as R
}

function namedParams(params: Said['params'], name: (subject: string) => string): Said['params'] {
  return Object.fromEntries(
    Object.entries(params).map(([key, param]) => [
      key,
      holders.has(key) && typeof param === 'string' ? name(param) : namedParam(param, name),
    ]),
  )
}

function namedParam(param: Param, name: (subject: string) => string): Param {
  if (typeof param !== 'object') return param
  if ('code' in param) return withNames(param, name)
  return param.map((one) => (typeof one === 'object' ? withNames(one, name) : one))
}

const saidIn = (param: Param): Said[] =>
  typeof param === 'object' ? [param].flat().filter((one): one is Said => typeof one === 'object') : []
