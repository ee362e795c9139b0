import { AppError, type FaultCode } from '../../core/errors.ts'
import { saidOf, type Refused } from '../../core/said/said.ts'

/** What a verb did. Throws what it was refused for, for the end of the command to say with its hint and its exit code. */
export function done<T extends { ok: true }>(outcome: T | Refused, fault: FaultCode = 'conflict'): T {
  if (outcome.ok) return outcome
  throw new AppError(fault, saidOf(outcome))
}
