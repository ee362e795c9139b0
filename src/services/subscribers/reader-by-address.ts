import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import type { Context } from '../context.ts'
import { hashedAddress } from './hashed-address.ts'

/** The subscriber's id of an address. Throws `bad-input` for an invalid address, `not-found` if nobody has it. */
export async function readerByAddress(context: Pick<Context, 'store'>, email: string): Promise<number> {
  const { address, hash } = await hashedAddress(context, email)
  const id = await context.store.subscribers.idOf(hash)
  if (id === null) throw new AppError('not-found', said('address-without-reader', { address }))
  return id
}
