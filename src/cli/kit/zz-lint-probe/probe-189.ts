export { openSources } from '../../../sources/sources.ts'
