import type { FieldList } from '@weir/sensor'
import type { WireReader } from '@weir/schema/protobuf'
import { latin1 } from './latin1.ts'

/** A header block as Envoy hands it on: `:method` and the like apart from the fields. */
export interface HeaderBlock {
  readonly pseudo: ReadonlyMap<string, string>
  readonly fields: FieldList
  /** True where there was more than is kept. */
  readonly isCut: boolean
}

const maxPseudo = 16

/** Gathers header fields, with the host of HTTP/2 under the name it has in HTTP/1. */
export class HeaderGatherer {
  readonly #pseudo = new Map<string, string>()
  readonly #fields: string[] = []
  #left: number
  #isCut = false

  constructor(headerBytes: number) {
    this.#left = headerBytes
  }

  add(name: string, value: string): void {
    this.#left -= name.length + value.length
    if (this.#left < 0) {
      this.#isCut = true
      return
    }
    if (!name.startsWith(':')) {
      this.#fields.push(name, value)
      return
    }
    if (this.#pseudo.size < maxPseudo) this.#pseudo.set(name, value)
    if (name === ':authority') this.#fields.push('host', value)
  }

  get block(): HeaderBlock {
    return { pseudo: this.#pseudo, fields: this.#fields, isCut: this.#isCut }
  }
}

/** Reads `config.core.v3.HeaderMap`: headers=1 of HeaderValue (key=1, value=2, raw_value=3). */
export function readHeaderMap(map: WireReader<Buffer>, into: HeaderGatherer): void {
  while (map.next()) {
    if (map.field !== 1) continue
    const header = map.message()
    let name = ''
    let value = ''
    while (header.next()) {
      if (header.field === 1) name = header.text(latin1)
      // One of the two is sent, whichever Envoy is set to; the other is missing.
      else if (header.field === 2 || header.field === 3) value = header.text(latin1) || value
    }
    if (name !== '') into.add(name, value)
  }
}

/** Reads one entry of `map<string, string>`. */
export function readTextEntry(entry: WireReader<Buffer>, into: HeaderGatherer): void {
  let name = ''
  let value = ''
  while (entry.next()) {
    if (entry.field === 1) name = entry.text(latin1)
    else if (entry.field === 2) value = entry.text(latin1)
  }
  if (name !== '') into.add(name, value)
}
