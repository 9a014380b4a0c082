import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments, stringify } from 'yaml'
import { envoyPath, problemOf, publishedConfig, waiting, withPart } from './testing/envoy.ts'
import { listenerTls } from './testing/listener-tls.ts'

const istio = (name: string): string =>
  readFileSync(new URL(`../istio/${name}`, import.meta.url), 'utf8')

interface EnvoyFilter {
  readonly spec: {
    readonly configPatches: readonly {
      readonly applyTo: string
      readonly patch: { readonly value: object }
    }[]
  }
}

interface EnvoyConfig {
  readonly static_resources: {
    readonly listeners: {
      filter_chains: { filters: { typed_config: { http_filters: object[] } }[] }[]
    }[]
    readonly clusters: object[]
  }
}

/** The published file with the filter and the cluster of another in the place of its own. */
function withPatches({ spec }: EnvoyFilter): string {
  const [filter, cluster] = ['HTTP_FILTER', 'CLUSTER'].map(
    (kind) => spec.configPatches.find(({ applyTo }) => applyTo === kind)?.patch.value,
  )
  if (filter === undefined || cluster === undefined) throw new Error('a part is missing')
  const config: EnvoyConfig = parse(publishedConfig)
  filtersOf(config)[0] = filter
  config.static_resources.clusters[1] = cluster
  return stringify(config)
}

function filtersOf({ static_resources: { listeners } }: EnvoyConfig): object[] {
  const manager = listeners[0]?.filter_chains[0]?.filters[0]?.typed_config
  if (manager === undefined) throw new Error('nothing is listened to')
  return manager.http_filters
}

describe('Envoy takes', () => {
  const files: readonly (readonly [string, () => string])[] = [
    ['the published file', () => publishedConfig],
    [
      'the published file with its optional parts',
      () => withPart('log', withPart('door', publishedConfig)),
    ],
    ['the published file with the filter that waits', () => waiting(publishedConfig)],
    ['the published file with TLS and JA4', () => listenerTls(publishedConfig)],
    ['what the EnvoyFilter of Istio puts in', () => withPatches(parse(istio('sensor.yaml')))],
    ['what the one that waits puts in', () => withPatches(parse(istio('waiting.yaml')))],
  ]
  it.for(files)('%s', ([, config], context) => {
    if (envoyPath === null) context.skip('needs envoy')
    expect(problemOf(config())).toBeNull()
  })
})

describe('the recipes for Istio', () => {
  it.each(['sensor.yaml', 'waiting.yaml', 'mesh-config.yaml', 'door-and-log.yaml'])(
    '%s is YAML',
    (name) => {
      const documents = parseAllDocuments(istio(name))
      expect([...documents].flatMap(({ errors }) => errors)).toEqual([])
    },
  )

  it.each([
    ['sensor.yaml', publishedConfig],
    ['waiting.yaml', waiting(publishedConfig)],
  ])('%s says of the filter what the file for Envoy says', (name, config) => {
    const inMesh: EnvoyConfig = parse(withPatches(parse(istio(name))))
    expect(filtersOf(inMesh)).toEqual(filtersOf(parse(config)))
  })

  it('reach the agent by one cluster', () => {
    const [one, other] = ['sensor.yaml', 'waiting.yaml'].map(
      (name): EnvoyConfig => parse(withPatches(parse(istio(name)))),
    )
    expect(one?.static_resources.clusters).toEqual(other?.static_resources.clusters)
  })

  it('name the agent alike', () => {
    const mesh: { extensionProviders: { name: string }[] } = parse(istio('mesh-config.yaml'))
    const resources = istio('door-and-log.yaml')
    for (const { name } of mesh.extensionProviders) expect(resources).toContain(`name: ${name} }`)
    expect(resources).toContain('hosts: [weir-agent.internal]')
  })
})
