import { addressHash, readAddress } from '../../core/addresses/address.ts'
import { AppError } from '../../core/errors.ts'
import { said, saidOf } from '../../core/said/said.ts'
import type { Context } from '../context.ts'
import { suppressionKey } from './suppression-key.ts'

/** An address as it is stored, with its keyed hash. Throws `bad-input` if it is invalid. */
export async function hashedAddress(
  context: Pick<Context, 'store'>,
  email: string,
): Promise<{ address: string; hash: string }> {
  const reading = readAddress(email)
  if (!reading.ok)
    throw new AppError('bad-input', said('address-refused', { address: email, why: saidOf(reading) }))
  return { address: reading.address, hash: addressHash(await suppressionKey(context), reading.address) }
}
