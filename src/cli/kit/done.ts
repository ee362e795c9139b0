import { AppError, type FaultCode } from '../../core/errors.ts'
import { saidOf, type Refused } from '../../core/said/said.ts'

/** The outcome of an action. Throws the reason if it was refused, for the command to end with its hint and its exit code. */
export function done<T extends { ok: true }>(outcome: T | Refused, fault: FaultCode = 'conflict'): T {
  if (outcome.ok) return outcome
  throw new AppError(fault, saidOf(outcome))
}
