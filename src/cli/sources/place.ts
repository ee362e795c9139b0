import { isAbsolute, relative, resolve, sep } from 'node:path'
import { webAddress } from '../../core/addresses/web-address.ts'

/** Whether an input is a web address; anything else is the path of a file or folder. */
export function isAddress(input: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(webAddress(input)) && !input.startsWith('file:')
}

/** The absolute path of a file or folder named on the command line, or the normalised web address. */
export function placeOf(input: string, cwd: string): string {
  if (isAddress(input)) return webAddress(input)
  return input.startsWith('file:') ? input : resolve(cwd, input)
}

/** The stored form of a location: inside the data folder relative to it, so that the folder can be moved. */
export function storedPlace(place: string, dataFolder: string): string {
  if (!isAbsolute(place)) return place
  const inside = relative(dataFolder, place)
  return inside === '' || inside.split(sep)[0] === '..' || isAbsolute(inside) ? place : inside
}
