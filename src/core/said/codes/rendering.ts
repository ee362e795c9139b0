export const renderingCodes = {
  'tag-closes-nothing': ['tag'],
  'tag-never-closed': ['tag'],
  'blocks-lost': [],
  'rendering-late': [],
  'rendering-broken': [],
} as const
