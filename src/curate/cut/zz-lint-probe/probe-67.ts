export { openRenderer } from '../../../render/renderer.ts'
