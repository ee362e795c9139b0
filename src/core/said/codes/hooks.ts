export const hooksCodes = {
  'hook-not-signed': [],
  'hook-login-wrong': [],
  'hook-no-report': ['service'],
  'hook-too-many': ['most'],
  'hook-other-topic': [],
  'hook-no-certificate': [],
  'hook-other-address': [],
  'hook-unconfirmed': [],
  'hook-signed-ahead': [],
  'hook-token-used': [],
  'hook-confirmed': [],
  'hook-ended': [],
} as const
