import net from 'node:net'
import { describe, expect, it } from 'vitest'
import { exitOf, listen, runCommand } from '@weir/testkit/proxy'
import { weirEnvoy } from './testing/weir-envoy.ts'

async function outcome(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const { child, said } = runCommand(weirEnvoy.command, args, env)
  return { code: await exitOf(child), said: said() }
}

describe('weir-envoy', () => {
  it('says what it can be told', async () => {
    const { code, said } = await outcome(['--help'], {})
    expect(code).toBe(0)
    for (const name of ['WEIR_URL', 'WEIR_SENSOR_KEY', 'WEIR_ENVOY_LISTEN', 'WEIR_SERVICE']) {
      expect(said).toContain(name)
    }
  })

  it('says everything that is wrong before it starts', async () => {
    const { code, said } = await outcome(['serve'], { WEIR_URL: 'hub' })
    expect(code).toBe(2)
    expect(said.trim().split('\n')).toEqual([
      'weir-envoy: serve: expected no argument but --help',
      'weir-envoy: WEIR_URL: expected an address such as http://127.0.0.1:7447',
      'weir-envoy: WEIR_SENSOR_KEY: expected the key the hub gave out',
    ])
  })

  it('says that its address is taken', async () => {
    const other = await listen(net.createServer())
    const env = { WEIR_SENSOR_KEY: 'k', WEIR_ENVOY_LISTEN: `127.0.0.1:${other.port}` }
    const { code, said } = await outcome([], env)
    expect(code).toBe(1)
    expect(said).toContain('WEIR_ENVOY_LISTEN')
    expect(said).toContain('EADDRINUSE')
    await other.close()
  })
})
