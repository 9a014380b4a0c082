import { basename } from 'node:path'
import { routes } from '@weir/schema/api'
import { exitCode } from '../exit.ts'
import { specAnswerText, specListText } from '../output/specs-text.ts'
import { paperFor } from '../output/text.ts'
import { apiClient, type RunningFlags } from '../running/api-client.ts'
import { readSpecFile, specTextIn } from '../spec/spec-file.ts'

export interface SpecImportFlags extends RunningFlags {
  readonly service: string
  readonly preview?: boolean
  readonly json?: boolean
}

export interface SpecListFlags extends RunningFlags {
  readonly json?: boolean
}

/** Gives a running Weir the document of a service. */
export async function specImportCommand(path: string, flags: SpecImportFlags): Promise<number> {
  const { service, preview = false, json = false } = flags
  // What is wrong with it is said here, before anybody is asked.
  if (path !== '-') readSpecFile(path)
  const answer = await apiClient(flags).ask(routes.putSpec, {
    query: { preview: String(preview) },
    body: { service, file: path === '-' ? 'stdin' : basename(path), text: specTextIn(path) },
  })
  process.stdout.write(json ? `${JSON.stringify(answer)}\n` : specAnswerText(service, answer))
  return exitCode.done
}

export async function specListCommand(flags: SpecListFlags): Promise<number> {
  const found = await apiClient(flags).ask(routes.listSpecs)
  const text = flags.json === true ? `${JSON.stringify(found)}\n` : null
  process.stdout.write(text ?? specListText(found, paperFor(process.stdout)))
  return exitCode.done
}

export async function specRemoveCommand(service: string, flags: RunningFlags): Promise<number> {
  await apiClient(flags).ask(routes.removeSpec, { params: { service_name: service } })
  process.stdout.write(`${service} is held against no document any more.\n`)
  return exitCode.done
}
