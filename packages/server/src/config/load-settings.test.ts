import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSettings, type SettingsSources } from './load-settings.ts'
import type { Settings } from './settings.ts'

describe('settings', () => {
  it('work without any source', () => {
    const settings = load({})
    expect(settings.server).toMatchObject({ host: '127.0.0.1', port: 7447 })
    expect(settings.environment).toBe('default')
    expect(settings.log.level).toBe('warn')
  })
  it('are taken from flags before the environment before the file', () => {
    const file = {
      name: 'weir.yaml',
      text: 'environment: file\nserver: { host: "::1", port: 1 }\n',
    }
    const env = { WEIR_PORT: '2', WEIR_ENVIRONMENT: 'variable', WEIR_HOST: '' }
    const settings = load({ file, env, flags: { port: '3' } })
    expect(settings.server).toMatchObject({ host: '::1', port: 3 })
    expect(settings.environment).toBe('variable')
  })
  it('that are wrong are all named at once, each with its place', () => {
    const text = 'server:\n  port: 70000\n  hots: x\nspool:\n  sync_ms: soon\ncolour: red\n'
    expect(problemOf({ file: { name: 'weir.yaml', text } })).toEqual([
      expect.stringMatching(/^weir\.yaml:2:3: server\.port: .*65535/),
      'weir.yaml:3:3: server.hots: there is no such setting',
      expect.stringMatching(/^weir\.yaml:5:3: spool\.sync_ms: .*number/),
      'weir.yaml:6:1: colour: there is no such setting',
    ])
  })
  it('that a variable or a flag gave are named by it', () => {
    const problems = problemOf({ env: { WEIR_LOG_LEVEL: 'loud' }, flags: { port: 'http' } })
    expect(problems).toEqual([
      expect.stringMatching(/^--port: /),
      expect.stringMatching(/^WEIR_LOG_LEVEL: /),
    ])
  })
  it('that are no YAML are refused with line and column', () => {
    const [problem] = problemOf({ file: { name: 'weir.yaml', text: 'server: {\n  port: 1\n' } })
    expect(problem).toMatch(/^weir\.yaml:\d+:\d+: /)
    expect(problemOf({ file: { name: 'weir.yaml', text: '- 1\n' } })).toEqual([
      'weir.yaml:1:1: expected a map of settings',
    ])
  })
  it('that are no range of addresses are named', () => {
    const text = 'networks:\n  - { cidr: 10.0.0.0/8, zone: a }\n  - { cidr: 10.0.0.0/, zone: b }\n'
    expect(problemOf({ file: { name: 'weir.yaml', text } })).toEqual([
      'weir.yaml:3:7: networks.1.cidr: expected an address range, such as 10.20.0.0/16',
    ])
  })
  it('of a section that is none are refused also where a flag names one of them', () => {
    const file = { name: 'weir.yaml', text: 'log: {}\nserver: off\n' }
    expect(problemOf({ file, flags: { port: '1' } })).toEqual([
      expect.stringMatching(/^weir\.yaml:2:1: server: .*object/),
    ])
  })
  it('that are named twice, or in two documents, are refused where they stand', () => {
    const twice = 'server:\n  port: 1\n  port: 2\n'
    expect(problemOf({ file: { name: 'f', text: twice } })).toEqual([
      expect.stringMatching(/^f:3:3: .*unique/),
    ])
    expect(problemOf({ file: { name: 'f', text: 'log: {}\n---\nserver: {}\n' } })).toEqual([
      'f:2:1: settings are one document; remove this ---',
    ])
  })
  it('that stand for one another without end are refused at once', () => {
    const layers = Array.from({ length: 9 }, (_, layer) => {
      const last = layer === 0 ? 'x' : `*a${layer - 1}`
      return `l${layer}: &a${layer} [${Array.from({ length: 9 }, () => last).join(', ')}]`
    })
    for (const text of [layers.join('\n'), 'server: *nothing\n']) {
      expect(problemOf({ file: { name: 'f', text } })).toEqual([
        expect.stringContaining('write out what they stand for'),
      ])
    }
  })
  it('named like what every object has are settings that are not there', () => {
    const text = '__proto__: { port: 1 }\nserver: { __proto__: { port: 1 }, constructor: 1 }\n'
    expect(problemOf({ file: { name: 'f', text } })).toHaveLength(3)
  })
  it('of any text are read or refused, never more', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const result = loadSettings({ file: { name: 'f', text } })
        expect(result.ok || result.problem !== '').toBe(true)
      }),
    )
  })
})

function load(sources: SettingsSources): Settings {
  const result = loadSettings(sources)
  if (!result.ok) throw new Error(result.problem)
  return result.value
}

function problemOf(sources: SettingsSources): readonly string[] {
  const result = loadSettings(sources)
  return result.ok ? [] : result.problem.split('\n')
}
