export const picturesCodes = {
  'of-picture': ['url', 'what'],
  'picture-empty': [],
  'picture-svg': [],
  'picture-other-kind': [],
  'picture-large': ['most'],
  'picture-small': ['width', 'height'],
  'picture-strip': ['width', 'height', 'most'],
  'picture-damaged': ['why'],
  'picture-file-elsewhere': ['url'],
} as const
