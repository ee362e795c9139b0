export { runCli } from '../../cli/kit/cli.ts'
