import { type Catalog, type OpenApiDocument, openApiOf, type OpenApiOptions } from '@weir/engine'

/** One service as OpenAPI describes it. */
export interface DescribedService {
  readonly name: string
  readonly calls: number
  readonly operations: number
  /** Operations OpenAPI has no words for. */
  readonly leftOut: number
  readonly document: OpenApiDocument
}

/** The services in which operations were found, most calls first. */
export function describedServices(
  catalog: Catalog,
  options?: OpenApiOptions,
): readonly DescribedService[] {
  return catalog.services.flatMap(({ name }) => {
    const document = openApiOf(catalog, name, options)
    const own = catalog.operations.filter(({ service }) => service === name)
    const leftOut = document['x-weir-left-out']?.length ?? 0
    if (own.length === leftOut) return []
    const calls = own.reduce((sum, operation) => sum + operation.calls, 0)
    return [{ name, calls, operations: own.length - leftOut, leftOut, document }]
  })
}

/** A service name comes from traffic: only harmless characters may name a file. */
export function serviceFileName(service: string): string {
  const harmless = service.replace(/[^A-Za-z0-9.-]/g, '_').replace(/^\.+/, '_')
  return harmless.slice(0, 120) || '_'
}
