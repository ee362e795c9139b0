import type { Permission } from '../../../core/permissions.ts'

/** An entry beside the pages of readers: `name` is a key of the desk's words, `href` a path below `desk/readers`. */
export interface SideEntry {
  name: string
  href: string
  permission: Permission
  /** The page covers all digests, and needs a permission for all of them. */
  isOfAll?: true
  /** The key of the number beside it. */
  count?: 'mailed' | 'pending' | 'left' | 'suppressed' | 'typos'
}

export interface SideGroup {
  name: string
  entries: readonly SideEntry[]
}

/** Every page of the admins has its entry here. */
export const sideList: readonly SideGroup[] = [
  {
    name: 'readers',
    entries: [
      { name: 'readers-all', href: '', permission: 'view-readers', count: 'mailed' },
      { name: 'readers-waiting', href: '?state=pending', permission: 'view-readers', count: 'pending' },
      { name: 'readers-left', href: '?state=left', permission: 'view-readers', count: 'left' },
      {
        name: 'readers-not-mailed',
        href: '?state=suppressed',
        permission: 'view-readers',
        count: 'suppressed',
      },
      { name: 'suppressions', href: '/suppressions', permission: 'view-suppressions', isOfAll: true },
      { name: 'came-back', href: '/came-back', permission: 'view-suppressions', isOfAll: true },
      { name: 'readers-missed', href: '/missed', permission: 'view-readers' },
      { name: 'readers-typos', href: '/typos', permission: 'view-readers', count: 'typos' },
      { name: 'warm-up', href: '/warm-up', permission: 'view-readers', isOfAll: true },
    ],
  },
  {
    name: 'readers-lists',
    entries: [
      { name: 'readers-import', href: '/import', permission: 'change-subscribers' },
      { name: 'readers-imports', href: '/imports', permission: 'view-readers' },
      { name: 'readers-export', href: '/export', permission: 'change-subscribers' },
      { name: 'bulk-actions', href: '/actions', permission: 'view-readers' },
      { name: 'readers-tags', href: '/tags', permission: 'view-readers' },
      { name: 'readers-addresses', href: '/addresses', permission: 'change-subscribers', isOfAll: true },
    ],
  },
]
