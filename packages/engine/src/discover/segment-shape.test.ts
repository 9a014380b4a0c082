import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type SegmentShape,
  segmentShapes,
  shapeOf,
  splitExtension,
  splitVerb,
} from './segment-shape.ts'

const cases: readonly (readonly [SegmentShape, readonly string[]])[] = [
  ['word', ['users', 'Invoices', 'deadbeef'.slice(0, 4)]],
  ['compound', ['lineItems', 'line_items', 'resend-v2', 'Contoso.Billing']],
  ['slug', ['summer-sale', 'a-long-walk-home']],
  ['numbered-slug', ['summer-sale-17', '12-angry-cats']],
  ['mixed', ['oauth2', 'anna42']],
  ['capitals', ['EUR', 'IT']],
  ['region', ['eu-west-1', 'pt-BR']],
  ['small-integer', ['1', '42']],
  ['integer', ['100', '20931874', '-773']],
  ['decimal', ['48.85341']],
  ['version', ['v1', 'v2.1', 'V3beta'.toLowerCase()]],
  ['release', ['2.0', '1.14.2']],
  ['date', ['2024-02-29', '20240229', '2024-02-29T10:00:00Z']],
  ['uuid', ['0b0b9b5e-3a0c-4df4-8f0a-2f9f0c9f4a11']],
  ['hex', ['9f86d081', 'd41d8cd98f00b204e9800998ecf8427e']],
  ['ulid', ['01ARZ3NDEKTSV4RRFFQ69G5FAV']],
  ['email', ['anna@example.org']],
  ['address', ['10.20.30.40', '02:42:ac:11:00:02']],
  ['prefixed', ['cus_9s6XKzkNRiz8i3', 'acc_10293']],
  ['code', ['INV-2041', 'AB-77']],
  [
    'token',
    [
      'dQw4w9WgXcQ',
      'Zk3J9qLw82XaPq0v',
      'QrTzWpKxYvBnMd'
        .split('')
        .map((letter, index) => (index % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase()))
        .join(''),
    ],
  ],
  ['list', ['1,2,3', '13.4,52.5']],
  ['hidden-file', ['.git']],
  ['text', ['Paris, France', 'größe']],
  ['empty', ['']],
]

describe('shapeOf', () => {
  it.each(cases.flatMap(([shape, texts]) => texts.map((text) => [text, shape] as const)))(
    'takes %s for %s',
    (text, shape) => {
      expect(shapeOf(text)).toBe(shape)
    },
  )

  it('gives every text one of the known shapes, whatever its length', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w.:-]*$/)),
        (text) => {
          expect(segmentShapes).toContain(shapeOf(text))
        },
      ),
    )
  })

  it('stays fast on the texts that would make a careless pattern slow', () => {
    for (const unit of ['a', 'aA', 'a-', '1.', 'a_', '0', 'v1.', 'a,', 'A.']) {
      expect(segmentShapes).toContain(shapeOf(unit.repeat(20_000)))
    }
  })
})

describe('endings', () => {
  it('separates known extensions only', () => {
    expect(splitExtension('report.csv')).toEqual({ stem: 'report', extension: '.csv' })
    expect(splitExtension('anna.smith')).toEqual({ stem: 'anna.smith', extension: '' })
  })

  it('separates custom verbs', () => {
    expect(splitVerb('42:cancel')).toEqual({ stem: '42', verb: ':cancel' })
    expect(splitVerb('12:30')).toEqual({ stem: '12:30', verb: '' })
  })
})
