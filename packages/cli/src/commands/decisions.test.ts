import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Serving, serveWith } from '../testing/serve.ts'
import { Desk, type Run, weir } from '../testing/weir.ts'

const desk = new Desk()
const timeout = 60_000

let running: Serving
beforeAll(async () => {
  running = await serveWith(desk.path('data'), [])
}, timeout)
afterAll(async () => {
  await running.end()
  desk.clear()
})

const ask = (...args: readonly string[]): Promise<Run> => weir([...args, ...running.flags])

describe('weir decisions', { timeout }, () => {
  it('makes one, lists it and takes it back', async () => {
    expect((await ask('decisions', 'list')).stdout).toContain('No decision is in force.')
    const where = ['--service', 'shop.example', '--template', '/v1/items/{itemId}']
    const how = ['--ttl', '2h', '--reason', 'scraper', '--enforce']
    const made = await ask('decisions', 'deny', '--ip', '203.0.113.0/24', ...where, ...how)
    expect(made.stdout).toMatch(
      /^deny 203\.0\.113\.0\/24 at shop\.example \/v1\/items\/\{itemId\}\nDoors carry it out until /,
    )
    const listed = (await ask('decisions', 'list')).stdout
    expect(listed).toContain('1 h')
    expect(listed).toContain('scraper')
    const id = /decisions undo (\S+)`/.exec(made.stdout)?.[1] ?? ''
    expect((await ask('decisions', 'undo', id)).stdout).toBe(`${id} is taken back.\n`)
    expect((await ask('decisions', 'undo', id)).code).toBe(2)
  })

  it('only simulates unless it is told to enforce', async () => {
    const made = await ask('decisions', 'throttle', '--ip', '203.0.113.9', '--calls', '5', '--json')
    expect(JSON.parse(made.stdout)).toMatchObject({
      mode: 'simulate',
      action: { kind: 'throttle', calls: 5, per_s: 60 },
    })
    expect((await ask('decisions', 'list')).stdout).toContain('throttle (simulated)')
  })

  it('says what is wrong', async () => {
    const nobody = await ask('decisions', 'deny')
    expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining('say whom') })
    const ours = await ask('decisions', 'deny', '--ip', '10.0.0.1')
    expect(ours).toMatchObject({ code: 2, stderr: expect.stringContaining('is ours') })
    const time = await ask('decisions', 'deny', '--ip', '203.0.113.9', '--ttl', 'soon')
    expect(time).toMatchObject({ code: 2, stderr: expect.stringContaining('30s, 5m') })
  })
})

describe('weir doors', { timeout }, () => {
  it('opens and closes all of them, and says so first', async () => {
    expect((await ask('doors', 'list')).stdout).toContain('No door has asked for decisions.')
    const open = await ask('doors', 'open', '--for', '30m', '--reason', 'release')
    expect(open.stdout).toMatch(/^ALL DOORS ARE OPEN for another (?:29|30) min \(release\)/)
    expect((await ask('doors', 'close')).stdout).not.toContain('ALL DOORS')
  })
})
