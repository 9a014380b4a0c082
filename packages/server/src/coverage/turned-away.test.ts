import { expect, it } from 'vitest'
import { refusal } from '../http/answer.ts'
import { TurnedAway } from './turned-away.ts'

const wrongKey = refusal(401, 'Unknown sensor key', 'Send the right one.')

it('counts who is refused, by address, path and reason, the newest first', () => {
  let now = 1_000
  const turnedAway = new TurnedAway(() => now)
  turnedAway.note('::ffff:10.0.0.7', '/v1/exchanges', wrongKey)
  now += 500
  turnedAway.note('10.0.0.7', '/v1/exchanges', wrongKey)
  turnedAway.note('10.0.0.7', '/v1/exchanges', refusal(400, 'Not a batch', 'Send lines.'))
  turnedAway.note(undefined, '/v1/doors/stream', wrongKey)
  expect(turnedAway.all()).toEqual([
    expect.objectContaining({ address: 'unknown', path: '/v1/doors/stream', times: 1 }),
    expect.objectContaining({ address: '10.0.0.7', status: 400, times: 1 }),
    expect.objectContaining({ address: '10.0.0.7', status: 401, times: 2, lastMs: 1_500 }),
  ])
})

it('leaves out who is only told to wait', () => {
  const turnedAway = new TurnedAway(() => 0)
  turnedAway.note('10.0.0.7', '/v1/exchanges', refusal(429, 'Too many', 'Wait.', 1))
  turnedAway.note('10.0.0.7', '/v1/exchanges', refusal(503, 'Full', 'Wait.', 1))
  expect(turnedAway.all()).toEqual([])
})

it('remembers an hour, and no more than it can hold', () => {
  let now = 0
  const turnedAway = new TurnedAway(() => now)
  for (let at = 0; at < 1_000; at += 1) turnedAway.note(`host-${at}`, '/v1/exchanges', wrongKey)
  expect(turnedAway.all()).toHaveLength(256)
  expect(turnedAway.all()[0]).toMatchObject({ address: 'host-999' })
  now += 3_600_000
  expect(turnedAway.all()).toEqual([])
})
