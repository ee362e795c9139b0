export { openApp } from '../../app.ts'
