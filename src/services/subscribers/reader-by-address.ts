import { addressHash, readAddress } from '../../core/addresses/address.ts'
import { AppError } from '../../core/errors.ts'
import { said, saidOf } from '../../core/said/said.ts'
import type { Context } from '../context.ts'
import { suppressionKey } from './suppression-key.ts'

/** The subscriber's id of an address. Throws `bad-input` for no address, `not-found` where nobody has it. */
export async function readerByAddress(context: Pick<Context, 'store'>, email: string): Promise<number> {
  const reading = readAddress(email)
  if (!reading.ok)
    throw new AppError('bad-input', said('address-refused', { address: email, why: saidOf(reading) }))
  const { address } = reading
  const id = await context.store.subscribers.idOf(addressHash(await suppressionKey(context), address))
  if (id === null) throw new AppError('not-found', said('address-of-nobody', { address }))
  return id
}
