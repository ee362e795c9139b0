#!/usr/bin/env node
import { keepCompiledCode } from './compiled-code.ts'

// Addresses of people, links and keys: what any command writes is for the user who runs it.
process.umask(0o077)

const cwd = process.cwd()
keepCompiledCode(process.env, cwd)
// Loaded only now, so that its code is found there.
const { runCommandLine } = await import('./command-line.ts')
process.exitCode = await runCommandLine(process.argv.slice(2), process.env, cwd)
