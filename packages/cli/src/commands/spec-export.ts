import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogOf } from '@weir/engine'
import { openApiText } from '@weir/server'
import { analyse } from '../analyze/analysis.ts'
import { readCorrections } from '../corrections/corrections-file.ts'
import { environmentError, exitCode, usageError } from '../exit.ts'
import { progressLine } from '../output/progress.ts'
import { grouped, plural, printable } from '../output/text.ts'
import {
  type DescribedService,
  describedServices,
  serviceFileName,
} from '../spec/described-services.ts'

/** Options of `weir spec export`, as the command line gives them. */
export interface SpecExportFlags {
  readonly out?: string
  readonly service?: string
  readonly corrections?: string
  readonly bounds: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

export async function specExportCommand(
  files: readonly string[],
  flags: SpecExportFlags,
): Promise<number> {
  const services = await learned(files, flags)
  const { out } = flags
  if (out === undefined) {
    process.stdout.write(written(oneOf(services, flags).document, flags.json === true))
    return exitCode.done
  }
  const isFile = /\.(?:json|ya?ml)$/i.test(out)
  const lines = isFile
    ? [writeOne(oneOf(services, flags), out)]
    : writeAll(flags.service === undefined ? services : [oneOf(services, flags)], out, flags)
  process.stdout.write(`${lines.join('\n')}\n`)
  return exitCode.done
}

async function learned(
  files: readonly string[],
  flags: SpecExportFlags,
): Promise<readonly DescribedService[]> {
  const progress = progressLine(flags.quiet === true)
  const analysis = await analyse({
    learn: [],
    files,
    networks: [],
    secret: null,
    corrections: flags.corrections === undefined ? [] : readCorrections(flags.corrections),
    onProgress: ({ file, exchanges }) => progress.show(file, exchanges),
  }).finally(() => progress.clear())
  analysis.rows.dispose()
  const services = describedServices(catalogOf(analysis.ensemble.model(), false), flags)
  if (services.length > 0) return services
  const { exchanges, rejected } = analysis.coverage
  throw usageError(
    `no operation was found in ${plural(exchanges, 'exchange')} (${plural(rejected, 'line')} rejected): nothing to describe`,
  )
}

const mostNames = 12

/** The service asked for, or the only one there is. */
function oneOf(services: readonly DescribedService[], flags: SpecExportFlags): DescribedService {
  const [first, ...others] = services
  if (flags.service !== undefined) {
    const asked = services.find(({ name }) => name === flags.service)
    if (asked !== undefined) return asked
    throw usageError(
      `--service ${flags.service}: not in this traffic, which has ${listed(services)}`,
    )
  }
  if (first !== undefined && others.length === 0) return first
  throw usageError(
    `this traffic has ${services.length} services and a document describes one: choose with --service NAME, ` +
      `or give a folder for all of them with --out DIR/. They are ${listed(services)}`,
  )
}

function listed(services: readonly DescribedService[]): string {
  const shown = services.slice(0, mostNames).map(({ name }) => printable(name))
  const more = services.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function writeOne(service: DescribedService, path: string): string {
  attempt(path, () => {
    writeFileSync(path, written(service.document, /\.json$/i.test(path)))
  })
  return summary(service, path)
}

/** Names that differ in harmless characters only get a number. */
function writeAll(
  services: readonly DescribedService[],
  folder: string,
  flags: SpecExportFlags,
): readonly string[] {
  attempt(folder, () => {
    mkdirSync(folder, { recursive: true })
  })
  const taken = new Set<string>()
  return services.map((service) => {
    const plain = serviceFileName(service.name)
    let name = plain
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${plain}-${number}`
    taken.add(name.toLowerCase())
    return writeOne(
      service,
      join(folder, `${name}.openapi.${flags.json === true ? 'json' : 'yaml'}`),
    )
  })
}

function written(document: object, json: boolean): string {
  return openApiText(document, json ? 'json' : 'yaml')
}

function summary({ name, calls, operations, leftOut }: DescribedService, path: string): string {
  const without = leftOut === 0 ? '' : `; ${grouped(leftOut)} with methods OpenAPI does not know`
  return `${printable(path)}: ${printable(name)}, ${plural(operations, 'operation')} from ${plural(calls, 'call')}${without}`
}

function attempt(path: string, act: () => void): void {
  try {
    act()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw environmentError(`${path} cannot be written: ${reason}`, cause)
  }
}
