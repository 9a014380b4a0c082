import { gunzipSync, gzipSync } from 'node:zlib'
import { failure, success } from '@weir/schema'
import { mostSpecLength } from '@weir/schema/api'
import { z } from 'zod'
import { type DocumentReading, readDocument } from '../specs/read-document.ts'
import { mostDocumentLength } from './documents.ts'
import {
  type Kept,
  type KeptKind,
  type KeptList,
  type KeptListStores,
  openKeptList,
} from './kept-list.ts'

/** The document somebody publishes for a service. */
export interface ProvidedSpec {
  readonly service: string
  readonly file: string
  readonly text: string
  /** Reads it once, when first asked: a large one takes a second. */
  readonly reading: () => DocumentReading
}

export type KeptSpec = Kept<ProvidedSpec>
export type SpecStore = KeptList<ProvidedSpec>

/** As it is kept: the text is packed, so that a document of the longest text fits. */
const kept = z.strictObject({ service: z.string(), file: z.string(), gzip: z.base64() })

const specs: KeptKind<ProvidedSpec> = {
  kind: 'spec',
  most: 500,
  check: (given) => {
    const read = given.reading()
    if (!read.ok) return failure(read.problems[0]?.what ?? 'cannot be read')
    const { length } = packed(given.text)
    return length > mostDocumentLength - 4_096
      ? failure('text: does not fit even when it is packed: divide it by service')
      : success(given)
  },
  encode: ({ service, file, text }) => ({ service, file, gzip: packed(text) }),
  decode: (value) => {
    const read = kept.safeParse(value)
    const text = read.success ? unpacked(read.data.gzip) : null
    return read.success && text !== null ? providedSpec({ ...read.data, text }) : null
  },
  idOf: ({ service }) => service,
  nameOf: ({ service }) => service,
}

export function openSpecs(stores: KeptListStores): Promise<SpecStore> {
  return openKeptList(stores, specs)
}

export function providedSpec({
  service,
  file,
  text,
}: Pick<ProvidedSpec, 'service' | 'file' | 'text'>): ProvidedSpec {
  let known: DocumentReading | null = null
  return {
    service,
    file,
    text,
    reading: () => {
      known ??= readDocument(text)
      return known
    },
  }
}

function packed(text: string): string {
  return gzipSync(text).toString('base64')
}

function unpacked(gzip: string): string | null {
  try {
    // No character of UTF-16 takes more than three octets of UTF-8.
    const most = 3 * mostSpecLength
    return gunzipSync(Buffer.from(gzip, 'base64'), { maxOutputLength: most }).toString()
  } catch {
    return null
  }
}
