import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { bankPeople, bankValues } from '@weir/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const weir = fileURLToPath(new URL('../packages/cli/bin/weir.js', import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'weir-live-demo-'))
const patience = 120_000
/** How often the story is played; more than once only where somebody asks for it. */
const times = Number(process.env['WEIR_DEMOS'] ?? '1')

interface Demo {
  readonly code: number
  readonly stderr: string
  readonly result: {
    readonly promised: readonly { what: string; held: boolean; detail: string }[]
    readonly findings: readonly { tracker: string; severity: string; actor: string }[]
    readonly incidents: readonly { severity: string; trackers: readonly string[] }[]
  }
}

async function demo(...args: readonly string[]): Promise<Demo> {
  const child = spawn(process.execPath, [weir, 'demo', '--once', '--json', '--speed', '4', ...args])
  const exited = once(child, 'exit')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await exited
  return { code: Number(code), stderr, result: JSON.parse(stdout) }
}

afterAll(() => rmSync(data, { recursive: true, force: true }))

describe('the live demo', () => {
  let first: Demo
  beforeAll(async () => {
    first = await demo('--data', data)
  }, patience)

  it('keeps every promise: the breach is seen step by step, and nobody else is accused', () => {
    expect(first.stderr).toBe('')
    expect(first.result.promised.filter(({ held }) => !held)).toEqual([])
    expect(first.code).toBe(0)
    expect(first.result.incidents).toHaveLength(1)
    expect(first.result.incidents[0]).toMatchObject({ severity: 'critical' })
    expect(first.result.incidents[0]?.trackers).toEqual(
      expect.arrayContaining([
        'ssrf.internal',
        'secret.in_transit',
        'cloudcred.outside',
        'bulk.sync',
      ]),
    )
  })

  it('leaves none of the values it has seen on the disk', { timeout: patience }, async () => {
    const files = readdirSync(data, { recursive: true, encoding: 'utf8' })
      .map((name) => join(data, name))
      .filter((path) => statSync(path).isFile())
    expect(files.length).toBeGreaterThan(3)
    for (const path of files) {
      expect({ path, found: valuesIn(readFileSync(path, 'latin1')) }).toEqual({ path, found: [] })
    }
    // The ledger packs its columns: what it holds is read, too.
    const rows = await everythingIn(join(data, 'ledger.duckdb'))
    expect(rows).toContain('bank.example')
    expect(valuesIn(rows)).toEqual([])
  })

  it('finds what it looks for', () => {
    const [card = ''] = known.cards
    const [number = ''] = known.socialSecurityNumbers
    const written = `x ${card.replaceAll(/(.{4})(?=.)/g, '$1 ')} ${number.replaceAll('-', '')}`
    expect(valuesIn(written)).toHaveLength(2)
    expect(valuesIn('ASIAQQQQQQQQQEXAMPLE eyJhbGciOiJI.eyJzdWIiOiJ4')).toHaveLength(2)
  })

  it.each(Array.from({ length: times - 1 }, (_, index) => index + 2))(
    'keeps every promise, time %i',
    async () => {
      const { result } = await demo()
      expect(result.promised.filter(({ held }) => !held)).toEqual([])
    },
    patience,
  )
})

const known = bankValues('1', bankPeople)
const cards: ReadonlySet<string> = new Set(known.cards)
/** Nine digits are soon found inside longer ones: these count where they stand alone. */
const short: ReadonlySet<string> = new Set(
  known.socialSecurityNumbers.map((value) => value.replaceAll('-', '')),
)
/** Keys and tokens are made while the bank runs; each has a form of its own. */
const forms = [
  /ASIA[A-Z2-7]{9}EXAMPLE/g,
  /[A-Za-z0-9+/]{30}EXAMPLEKEY/g,
  /IQoJb3JpZ2luX2Vj/g,
  /eyJ[\w-]{8,}\.eyJ[\w-]{8,}/g,
  /bk_partner_/g,
]

/** Numbers as the bank writes them and without the marks between their digits; keys by their form. */
function valuesIn(content: string): readonly string[] {
  const bare = content.replaceAll(/(?<=\d)[ -](?=\d)/g, '')
  const runs = new Set([...(content.match(/\d{9,}/g) ?? []), ...(bare.match(/\d{9,}/g) ?? [])])
  return [
    ...new Set([...runs].flatMap(numbersIn)),
    ...forms.flatMap((form) => content.match(form) ?? []),
  ]
}

function numbersIn(run: string): readonly string[] {
  const inside = Array.from({ length: Math.max(0, run.length - 15) }, (_, at) =>
    run.slice(at, at + 16),
  )
  return [...(short.has(run) ? [run] : []), ...inside.filter((part) => cards.has(part))]
}

async function everythingIn(file: string): Promise<string> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  const tables = await connection.runAndReadAll(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'",
  )
  const parts: string[] = []
  for (const [name] of tables.getRows()) {
    const rows = await connection.runAndReadAll(`SELECT * FROM "${String(name)}"`)
    parts.push(JSON.stringify(rows.getRowsJson()))
  }
  connection.closeSync()
  instance.closeSync()
  return parts.join('\n')
}
