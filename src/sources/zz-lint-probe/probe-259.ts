export { clip } from '../../core/text/text.ts'
