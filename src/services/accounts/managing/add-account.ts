import { readAddress } from '../../../core/addresses/address.ts'
import type { Actor, Grant } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { said, saidOf, type Said } from '../../../core/said/said.ts'
import { oneLine } from '../../../core/text/text.ts'
import type { Context } from '../../context.ts'
import { grantFault, grantsText } from './grants.ts'
import { makeLink, type MadeLink } from './make-link.ts'

export interface NewAccount {
  email: string
  /** If empty, the part of the address before the @ is used. */
  name: string
  grants: readonly Grant[]
}

export type AddedAccount =
  | { ok: true; id: number; email: string; link: MadeLink }
  | { ok: false; field: 'email' | 'name' | 'grants'; reason: Said }

const longestName = 100

/** Adds an account, with a one-time link by which its owner chooses how to sign in. */
export async function addAccount(
  context: Pick<Context, 'store' | 'clock' | 'random' | 'settings' | 'linkKeys'>,
  actor: Actor,
  input: NewAccount,
): Promise<AddedAccount> {
  requirePermission(actor, 'change-accounts', null)
  const read = readAddress(input.email)
  if (!read.ok)
    return { ok: false, field: 'email', reason: said('address-unreadable', { why: saidOf(read) }) }
  const email = read.address
  const name = oneLine(input.name) || (email.split('@')[0] ?? email)
  if (name.length > longestName)
    return { ok: false, field: 'name', reason: said('account-name-long', { most: longestName }) }
  const fault = await grantFault(context, input.grants)
  if (fault !== null) return { ok: false, field: 'grants', reason: fault }
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    const id = await tx.accounts.add({ email, name, grants: input.grants }, at)
    if (id === null) return { ok: false, field: 'email', reason: said('account-has-one') }
    const detail = { email, grants: grantsText(input.grants) }
    await tx.audit.append({ at, actor, action: 'add-account', subject: `account:${id}`, detail })
    return { ok: true, id, email, link: await makeLink(context, tx, { id, email }, 'invitation') }
  })
}
