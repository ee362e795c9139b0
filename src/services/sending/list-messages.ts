import type { Message } from '../../store/messages.ts'
import type { House } from '../house.ts'

/** The outbox, newest first. */
export async function listMessages({ store }: Pick<House, 'store'>, count: number): Promise<Message[]> {
  return store.messages.list(count)
}
