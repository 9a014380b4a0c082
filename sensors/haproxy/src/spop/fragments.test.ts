import { describe, expect, it } from 'vitest'
import { Fragments } from './fragments.ts'
import { type Frame, frameFlag, frameType } from './frame.ts'
import { spopLimits } from './limits.ts'
import { spopStatus } from './status.ts'

function notify(text: string, given: Partial<Frame> = {}): Frame {
  const payload = Buffer.from(text)
  return { type: frameType.notify, flags: 0, streamId: 1, frameId: 1, payload, ...given }
}

const next = (text: string, given: Partial<Frame> = {}): Frame =>
  notify(text, { type: frameType.unset, ...given })

const { fin, abort } = frameFlag

describe('fragments of a payload', () => {
  it('are joined at the last one', () => {
    const fragments = new Fragments()
    expect(fragments.push(notify('a')).kind).toBe('partial')
    expect(fragments.push(next('b')).kind).toBe('partial')
    expect(fragments.push(next('c', { flags: fin }))).toMatchObject({
      kind: 'whole',
      frame: { streamId: 1, frameId: 1, payload: Buffer.from('abc') },
    })
    expect(fragments.held).toBe(0)
  })

  it('are forgotten when HAProxy gives up', () => {
    const fragments = new Fragments()
    fragments.push(notify('a'))
    expect(fragments.push(next('', { flags: fin | abort })).kind).toBe('aborted')
    expect(fragments.held).toBe(0)
    expect(fragments.push(notify('b', { flags: fin })).kind).toBe('whole')
  })

  it.each([
    ['a new payload before the last fragment', [notify('a'), notify('b', { flags: fin })]],
    ['a fragment of another payload', [notify('a'), next('b', { frameId: 2 })]],
    ['a fragment of nothing', [next('b', { flags: fin })]],
  ])('are a mistake with %s', (_what, frames) => {
    const fragments = new Fragments()
    const last = frames.map((frame) => fragments.push(frame)).at(-1)
    expect(last).toEqual({ kind: 'wrong', status: spopStatus.interlacedFrames })
  })

  it('are not kept beyond the limit, and the payload still ends', () => {
    const fragments = new Fragments()
    const part = 'x'.repeat(256 * 1024)
    fragments.push(notify(part))
    for (let sent = part.length; sent <= spopLimits.payloadBytes; sent += part.length) {
      fragments.push(next(part))
      expect(fragments.held).toBeLessThanOrEqual(spopLimits.payloadBytes)
    }
    expect(fragments.held).toBe(0)
    expect(fragments.push(next('end', { flags: fin })).kind).toBe('too-large')
    expect(fragments.push(notify('b', { flags: fin })).kind).toBe('whole')
  })
})
