import type { Message } from '../../../core/entities/message.ts'
import type { Context } from '../../context.ts'

/** The outbox, newest first. */
export async function listMessages({ store }: Pick<Context, 'store'>, count: number): Promise<Message[]> {
  return store.messages.list(count)
}
