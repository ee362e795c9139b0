import type { Permission } from '../../../core/permissions.ts'

/** An entry beside the pages of readers: its name is a word of the desk, `href` a path below `desk/readers`. */
export interface SideEntry {
  name: string
  href: string
  permission: Permission
  /** What it shows is of all digests, and for who may that. */
  isOfAll?: true
  /** The key of its number among those that the page of lists counts. */
  count?: 'mailed' | 'pending' | 'left' | 'suppressed' | 'typos'
}

export interface SideGroup {
  name: string
  entries: readonly SideEntry[]
}

/** A page of the admins is found here by one line. */
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
