import type { OwnPageName } from '../entities/own-pages.ts'
import { said, type Said } from './said.ts'

/** How e-mails label the newsroom's own pages. */
export const ownPageLabels: Record<OwnPageName, Said> = {
  privacy: said('link-privacy'),
  imprint: said('link-imprint'),
}
