import { spawnSync } from 'node:child_process'

/** Every check of the project, one after the other; the first failure ends it. */
const checks: [name: string, command: string][] = [
  ['format', 'prettier --check . --log-level warn'],
  ['lint', 'oxlint --type-aware --deny-warnings src test bench scripts samples'],
  ['types', 'tsc --noEmit'],
  ['dead code', 'knip'],
  ['tests', 'vitest run --project=!torture'],
]

for (const [name, command] of checks) {
  console.error(`\n— ${name}: ${command}`)
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit' })
  if (status !== 0) {
    console.error(`\n${name} failed`)
    process.exit(1)
  }
}
