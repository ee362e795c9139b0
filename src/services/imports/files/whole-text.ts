import { sourceInMemory } from '../../../core/list-source.ts'
import type { Context } from '../../context.ts'

/** The whole text of a short list that is in memory. */
export async function wholeText({ decodeList }: Pick<Context, 'decodeList'>, bytes: Buffer): Promise<string> {
  const { texts } = await decodeList(sourceInMemory('', bytes))
  const pieces = await Array.fromAsync(texts(), ({ text }) => text)
  return pieces.join('')
}
