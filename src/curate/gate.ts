/** The gates, in the order in which they are applied. */
export const gates = [
  'held',
  'embargo',
  'by-hand',
  'rule',
  'language',
  'too-old',
  'carried-before',
  'off-topic',
  'duplicate',
  'below-cut',
  'analysis-older',
] as const
export type Gate = (typeof gates)[number]
