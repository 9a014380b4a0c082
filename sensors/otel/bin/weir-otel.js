#!/usr/bin/env node
import { existsSync } from 'node:fs'

const main = new URL('../dist/main.js', import.meta.url)
if (!existsSync(main)) {
  console.error('weir-otel: not built yet. Run `npm run build` in the repository first.')
  process.exit(3)
}
const { run } = await import(main.href)
process.exitCode = await run(process.argv.slice(2))
