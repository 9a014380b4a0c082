import { fileURLToPath } from 'node:url'
import net from 'node:net'
import { exitOf, listen, runCommand } from '@weir/testkit/proxy'
import { describe, expect, it } from 'vitest'

const command = fileURLToPath(new URL('../bin/weir-otel.js', import.meta.url))

async function outcome(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const { child, said } = runCommand(command, args, env)
  return { code: await exitOf(child), said: said() }
}

describe('weir-otel', () => {
  it('says what it can be told', async () => {
    const { code, said } = await outcome(['--help'], {})
    expect(code).toBe(0)
    for (const name of [
      'WEIR_URL',
      'WEIR_SENSOR_KEY',
      'WEIR_OTEL_LISTEN',
      'WEIR_OTEL_GRPC_LISTEN',
    ]) {
      expect(said).toContain(name)
    }
  })

  it('says everything that is wrong before it starts', async () => {
    const env = { WEIR_OTEL_LISTEN: 'here', WEIR_OTEL_GRPC_LISTEN: 'there', WEIR_DOOR: 'on' }
    const { code, said } = await outcome([], env)
    expect(code).toBe(2)
    expect(said.trim().split('\n')).toEqual([
      'weir-otel: WEIR_SENSOR_KEY: expected the key the hub gave out',
      'weir-otel: WEIR_OTEL_LISTEN: expected host:port such as 127.0.0.1:4318',
      'weir-otel: WEIR_OTEL_GRPC_LISTEN: expected off or host:port such as 127.0.0.1:4317',
      'weir-otel: WEIR_DOOR: what is told afterwards cannot be refused',
    ])
  })

  it.each(['WEIR_OTEL_LISTEN', 'WEIR_OTEL_GRPC_LISTEN'])('says that %s is taken', async (name) => {
    const other = await listen(net.createServer())
    const free = { WEIR_OTEL_LISTEN: '127.0.0.1:0', WEIR_OTEL_GRPC_LISTEN: '127.0.0.1:0' }
    const env = { WEIR_SENSOR_KEY: 'k', ...free, [name]: `127.0.0.1:${other.port}` }
    const { code, said } = await outcome([], env)
    expect(code).toBe(1)
    expect(said).toContain('EADDRINUSE')
    expect(said).toContain(String(other.port))
    await other.close()
  })

  it('says at the end where everything went', async () => {
    const env = {
      WEIR_SENSOR_KEY: 'k',
      WEIR_OTEL_LISTEN: '127.0.0.1:0',
      WEIR_OTEL_GRPC_LISTEN: '127.0.0.1:0',
      WEIR_SENSOR_EXIT_MS: '50',
    }
    const { child, said } = runCommand(command, [], env)
    await expect.poll(said).toMatch(/listens on 127.0.0.1:\d+ and 127.0.0.1:\d+\n$/)
    child.kill('SIGTERM')
    expect(await exitOf(child)).toBe(0)
    expect(said()).toMatch(/0 exchanges observed.*; 0 records/)
  })
})
