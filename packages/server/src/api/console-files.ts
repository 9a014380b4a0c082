import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

/** A file of the console, ready to send. */
export interface ConsoleFile {
  readonly type: string
  readonly body: Buffer
  /** Null where it does not get smaller. */
  readonly gzip: Buffer | null
  readonly etag: string
  /** Named after its content: may be kept for ever. */
  readonly isImmutable: boolean
}

/** The console's files by path; everything is read once, so that no request names a file. */
export interface ConsoleFiles {
  /** A path without a file is the console's own: it gets the page. */
  find(path: string): ConsoleFile | null
}

const types: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json'],
  ['.webmanifest', 'application/manifest+json'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.txt', 'text/plain; charset=utf-8'],
])
const packed = new Set(['.png', '.ico', '.woff2'])
const hashed = /[.-][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/
const mostBytes = 64 * 1_048_576

/** Throws a `TypeError` where the folder holds no console. */
export function readConsoleFiles(folder: string): ConsoleFiles {
  const files = new Map<string, ConsoleFile>()
  let bytes = 0
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const extension = extname(entry.name)
    const type = types.get(extension)
    if (!entry.isFile() || type === undefined) continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    const body = readFileSync(file)
    bytes += body.length
    if (bytes > mostBytes) throw new TypeError(`${folder} holds more than a console`)
    files.set(path, fileOf(path, type, body, packed.has(extension)))
  }
  const page = files.get('/index.html')
  if (page === undefined)
    throw new TypeError(`${folder} has no index.html: build the console first`)
  return {
    find: (path) => files.get(path) ?? (isOwnPath(path) ? page : null),
  }
}

/** Addresses of the console end like no file; ids and names in them may have dots. */
function isOwnPath(path: string): boolean {
  return !types.has(extname(path)) && !path.startsWith('/api/') && !path.startsWith('/assets/')
}

function fileOf(path: string, type: string, body: Buffer, isPacked: boolean): ConsoleFile {
  const gzip = isPacked ? null : gzipSync(body, { level: 9 })
  return {
    type,
    body,
    gzip: gzip !== null && gzip.length < body.length ? gzip : null,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
    isImmutable: path.startsWith('/assets/') && hashed.test(path),
  }
}
