import { isAbsolute, relative, resolve, sep } from 'node:path'

/** Whether an input is an address; anything else is the path of a file or folder. */
export function isAddress(input: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(input) && !input.startsWith('file:')
}

/** The path of a file or folder named on the command line; addresses stay. */
export function placeOf(input: string, cwd: string): string {
  return isAddress(input) || input.startsWith('file:') ? input : resolve(cwd, input)
}

/** How a place is kept: inside the data folder from there, so that the folder can move. */
export function keptPlace(place: string, dataFolder: string): string {
  if (!isAbsolute(place)) return place
  const inside = relative(dataFolder, place)
  return inside === '' || inside.split(sep)[0] === '..' || isAbsolute(inside) ? place : inside
}
