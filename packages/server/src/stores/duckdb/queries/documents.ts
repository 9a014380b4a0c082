import type { StoredDocument } from '../../documents.ts'
import { readJson } from '../body-codec.ts'
import { readNumber, type StoredRow, textOf } from '../call-codec.ts'
import type { Statement } from '../statement.ts'

function readDocument(row: StoredRow): StoredDocument {
  return {
    kind: textOf(row['kind']),
    id: textOf(row['id']),
    version: readNumber(row['version']),
    value: readJson(row),
    atMs: readNumber(row['at_ms']),
    by: textOf(row['by']),
  }
}

export const document: Statement<'document'> = {
  text: `
    SELECT kind, id, version, body, at_ms, "by" FROM documents
    WHERE kind = $kind AND id = $id ORDER BY version DESC LIMIT 1`,
  bind: ({ kind, id }) => ({ kind, id }),
  read: readDocument,
}

export const documents: Statement<'documents'> = {
  text: `
    SELECT kind, id, version, body, at_ms, "by" FROM documents WHERE kind = $kind
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY version DESC) = 1 AND body <> 'null'
    ORDER BY id`,
  bind: ({ kind }) => ({ kind }),
  read: readDocument,
}

export const documentHistory: Statement<'document-history'> = {
  text: `
    SELECT kind, id, version, body, at_ms, "by" FROM documents
    WHERE kind = $kind AND id = $id ORDER BY version DESC LIMIT 100`,
  bind: ({ kind, id }) => ({ kind, id }),
  read: readDocument,
}
