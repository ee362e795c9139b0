export const collectingCodes = {
  'source-stands': ['name', 'place'],
  'source-kind-unsaid': ['place'],
  'source-not-added': ['place', 'why'],
  'source-unknown': ['name', 'known'],
  'source-changed-meanwhile': ['name'],
  'catalogue-unreadable': [],
  'options-unreadable': [],
  'no-feeds': [],
  'opml-refused': ['file', 'why'],
  'rule-unknown': ['number', 'count'],
  'source-none': ['id'],
  'story-none': ['id'],
} as const
