import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeCatalogSearch,
  decodeDataSearch,
  decodeFindingsSearch,
  decodeOperationSearch,
  decodeOverviewSearch,
  decodeRootSearch,
} from './decode-search.ts'

describe('the address', () => {
  it('is taken where it is known, and dropped where it is not', () => {
    expect(decodeRootSearch({ t: 'live-24h', x: 1 })).toEqual({ t: 'live-24h' })
    expect(decodeRootSearch({ t: 'yesterday' })).toEqual({})
    expect(decodeOverviewSearch({ lens: 'errors' })).toEqual({ lens: 'errors' })
    expect(decodeOverviewSearch({ lens: ['errors'] })).toEqual({})
    expect(decodeOperationSearch({ tab: 'callers', field: 'req.path id', q: '' })).toEqual({
      tab: 'callers',
      field: 'req.path id',
    })
  })

  it('reads a number as the text it was', () => {
    expect(decodeFindingsSearch({ q: 42 })).toEqual({ q: '42' })
    expect(decodeFindingsSearch({ q: { $ne: 1 } })).toEqual({})
    expect(decodeCatalogSearch({ service: 'x'.repeat(600) })).toEqual({})
  })

  it('never fails', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('t', 'q', 'type', 'tab'), fc.anything()), (raw) => {
        for (const decode of [decodeRootSearch, decodeDataSearch, decodeOperationSearch])
          decode(raw)
      }),
    )
  })
})
