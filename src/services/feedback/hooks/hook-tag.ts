import { readReturnPath, verifyTag, type ReturnTag } from '../../../core/return-path.ts'
import type { HookEvent } from '../../../mail/hooks/hook.ts'
import type { Context } from '../../context.ts'

/** The e-mail that an event is about: by the tag that the service repeats, or by the return path. */
export function tagOfEvent(
  { settings, linkKeys }: Pick<Context, 'settings' | 'linkKeys'>,
  { tag, returnPath }: Pick<HookEvent, 'tag' | 'returnPath'>,
): ReturnTag | null {
  const { bounceAddress } = settings
  return (
    verifyTag(linkKeys, tag) ??
    (bounceAddress === null ? null : readReturnPath(linkKeys, bounceAddress, returnPath))
  )
}
