export const generalCodes = {
  text: ['text'],
  'words-missing': ['key'],
  'list-none': [],
  'not-permitted': ['actor', 'what'],
  'not-permitted-of-digest': ['actor', 'what', 'digest'],
  'other-site': [],
  'paused-by': ['reason', 'by', 'at'],
} as const
