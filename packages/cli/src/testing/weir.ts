import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export const launcher = fileURLToPath(new URL('../../bin/weir.js', import.meta.url))

export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs `weir` as a user does: a process of its own, started through the launcher. */
export async function weir(args: readonly string[], input: string | Buffer = ''): Promise<Run> {
  const child = spawn(process.execPath, [launcher, ...args], { stdio: 'pipe' })
  child.stdin.on('error', () => undefined).end(input)
  const exited = once(child, 'exit')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await exited
  return { code: Number(code), stdout, stderr }
}

/** A folder that goes with the tests. */
export class Desk {
  readonly #folder = mkdtempSync(join(tmpdir(), 'weir-test-'))

  path(name: string): string {
    return join(this.#folder, name)
  }

  put(name: string, content: string | Buffer): string {
    writeFileSync(this.path(name), content)
    return this.path(name)
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8')
  }

  /** The records of an NDJSON file. */
  records(name: string): readonly Record<string, unknown>[] {
    return this.read(name)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  }

  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Exchange lines as a file has them. */
export function ndjson(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}
