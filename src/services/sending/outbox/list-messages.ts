import type { Message } from '../../../store/repositories/sending/messages.ts'
import type { Context } from '../../context.ts'

/** The outbox, newest first. */
export async function listMessages({ store }: Pick<Context, 'store'>, count: number): Promise<Message[]> {
  return store.messages.list(count)
}
