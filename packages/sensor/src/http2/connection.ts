import type { Socket } from 'node:net'
import { Outbox } from '../outbox.ts'
import { BlockAssembly } from './block-assembly.ts'
import {
  type ErrorCode,
  encodeFrame,
  encodeGoAway,
  encodeNumberFrame,
  errorCode,
  frameFlag,
  frameType,
} from './frame.ts'
import { FrameSplitter } from './frame-splitter.ts'
import { HpackDecoder } from './hpack/hpack-decoder.ts'
import type { Http2Stream, StreamHandler } from './http2-stream.ts'
import { http2Limits } from './limits.ts'
import { dependsOnItself, withoutPadding, withoutPriority } from './payload.ts'
import {
  encodeSettings,
  initialWindowBytes,
  largestWindow,
  readSettings,
  settingId,
} from './peer-settings.ts'
import { Preface } from './preface.ts'
import { Sender } from './sender.ts'
import { Streams } from './streams.ts'

const pingBytes = 8
const numberBytes = 4
const priorityBytes = 5
const ourSettings = encodeSettings([
  [settingId.maxConcurrentStreams, http2Limits.streams],
  [settingId.initialWindowSize, http2Limits.streamWindowBytes],
  [settingId.maxHeaderListSize, http2Limits.headerListBytes],
])

/**
 * The server's side of one connection of HTTP/2 without TLS (RFC 9113). It always reads: whoever sends waits for nothing
 * that is done with what it sent.
 */
export class Connection {
  readonly #socket: Socket
  readonly #outbox: Outbox
  readonly #preface = new Preface()
  readonly #splitter = new FrameSplitter()
  readonly #sender: Sender
  readonly #streams: Streams
  #isGreeted = false
  #settingsCount = 0
  #assembly: BlockAssembly | null = null
  /** Until the other side has greeted, and after we have taken leave. */
  #deadline: NodeJS.Timeout
  /** Bytes that came and whose window was not given back. */
  #taken = 0
  #isAwake = false
  #isLeaving = false
  #isOver = false

  constructor(socket: Socket, open: (stream: Http2Stream) => StreamHandler) {
    this.#socket = socket
    this.#outbox = new Outbox(socket, http2Limits.unreadBytes)
    const put = (frame: Buffer): void => this.#put(frame)
    const decoder = new HpackDecoder(http2Limits.headerListBytes)
    this.#sender = new Sender(put, (stream) => this.#streams.answered(stream))
    const wake = (): void => this.#wake()
    this.#streams = new Streams({ put, sender: this.#sender, decoder, open, wake })
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
    socket.on('close', () => this.#closed())
    this.#deadline = setTimeout(() => socket.destroy(), http2Limits.prefaceMs)
    this.#greet()
  }

  /** Takes leave: calls that are under way, or on theirs, still end well. */
  leave(): void {
    if (this.#isLeaving) return
    this.#isLeaving = true
    this.#put(encodeGoAway(largestWindow, errorCode.none))
  }

  destroy(): void {
    this.#socket.destroy()
  }

  /** Ends for an error. */
  #fail(code: ErrorCode): void {
    this.#isOver = true
    this.#streams.closeAll()
    this.#part(code)
  }

  #greet(): void {
    this.#put(encodeFrame({ type: frameType.settings, flags: 0, streamId: 0 }, ourSettings))
    const more = http2Limits.connectionWindowBytes - initialWindowBytes
    this.#put(encodeNumberFrame(frameType.windowUpdate, 0, more))
  }

  #read(chunk: Buffer): void {
    if (this.#isOver) return
    const rest = this.#preface.push(chunk)
    if (rest === null) return this.#fail(errorCode.protocol)
    const fits = this.#splitter.push(rest, (type, flags, streamId, payload) => {
      const code = this.#take(type, flags, streamId, payload)
      if (code !== errorCode.none) this.#fail(code)
      return !this.#isOver
    })
    if (!fits) this.#fail(errorCode.frameSize)
  }

  #take(type: number, flags: number, streamId: number, payload: Buffer): ErrorCode {
    if (this.#assembly !== null) return this.#continue(type, flags, streamId, payload)
    if (!this.#isGreeted && type !== frameType.settings) return errorCode.protocol
    switch (type) {
      case frameType.data:
        return this.#takeData(flags, streamId, payload)
      case frameType.headers:
        return this.#takeHeaders(flags, streamId, payload)
      case frameType.reset:
        if (payload.length !== numberBytes) return errorCode.frameSize
        return streamId === 0 ? errorCode.protocol : this.#streams.takeReset(streamId)
      case frameType.windowUpdate:
        return this.#takeWindow(streamId, payload)
      case frameType.priority:
        return takePriority(streamId, payload)
      default:
        return this.#takeOfConnection(type, flags, streamId, payload)
    }
  }

  #takeOfConnection(type: number, flags: number, streamId: number, payload: Buffer): ErrorCode {
    switch (type) {
      case frameType.settings:
        return streamId === 0 ? this.#takeSettings(flags, payload) : errorCode.protocol
      case frameType.ping:
        return streamId === 0 ? this.#takePing(flags, payload) : errorCode.protocol
      case frameType.goAway:
        return streamId === 0 ? errorCode.none : errorCode.protocol
      case frameType.pushPromise:
      case frameType.continuation:
        return errorCode.protocol
      // RFC 9113 §5.5: what is unknown is passed over.
      default:
        return errorCode.none
    }
  }

  #takeData(flags: number, streamId: number, payload: Buffer): ErrorCode {
    const data = withoutPadding(flags, payload)
    if (streamId === 0 || data === null) return errorCode.protocol
    this.#taken += payload.length
    if (this.#taken > http2Limits.connectionWindowBytes / 2) {
      this.#put(encodeNumberFrame(frameType.windowUpdate, 0, this.#taken))
      this.#taken = 0
    }
    const isEnd = (flags & frameFlag.endStream) !== 0
    return this.#streams.takeData(streamId, isEnd, data, payload.length)
  }

  #takeHeaders(flags: number, streamId: number, payload: Buffer): ErrorCode {
    const unpadded = withoutPadding(flags, payload)
    if (streamId % 2 === 0 || unpadded === null) return errorCode.protocol
    const block = withoutPriority(flags, streamId, unpadded)
    if (block === 'too-short') return errorCode.frameSize
    if (block === 'depends-on-itself') return errorCode.protocol
    const isEnd = (flags & frameFlag.endStream) !== 0
    if ((flags & frameFlag.endHeaders) !== 0) {
      return this.#streams.takeBlock(streamId, isEnd, block)
    }
    this.#assembly = new BlockAssembly(streamId, isEnd, http2Limits.blockBytes)
    return this.#assembly.add(block)
  }

  /** Nothing may come between the frames of one block (RFC 9113 §6.10). */
  #continue(type: number, flags: number, streamId: number, payload: Buffer): ErrorCode {
    const assembly = this.#assembly
    const isNext = type === frameType.continuation && streamId === assembly?.streamId
    if (!isNext) return errorCode.protocol
    const code = assembly.add(payload)
    if (code !== errorCode.none || (flags & frameFlag.endHeaders) === 0) return code
    this.#assembly = null
    return this.#streams.takeBlock(streamId, assembly.isEnd, assembly.block)
  }

  #takeWindow(streamId: number, payload: Buffer): ErrorCode {
    if (payload.length !== numberBytes) return errorCode.frameSize
    const bytes = payload.readUInt32BE(0) & largestWindow
    if (streamId !== 0) return this.#streams.takeWindow(streamId, bytes)
    if (bytes === 0) return errorCode.protocol
    return this.#sender.grant(bytes) ? errorCode.none : errorCode.flowControl
  }

  #takeSettings(flags: number, payload: Buffer): ErrorCode {
    if ((flags & frameFlag.ack) !== 0) {
      return payload.length === 0 ? errorCode.none : errorCode.frameSize
    }
    const settings = readSettings(payload, this.#sender.settings)
    if (typeof settings === 'number') return settings
    if (!this.#isGreeted) clearTimeout(this.#deadline)
    this.#isGreeted = true
    this.#settingsCount += 1
    if (this.#settingsCount > http2Limits.settingsFrames) return errorCode.enhanceYourCalm
    this.#put(encodeFrame({ type: frameType.settings, flags: frameFlag.ack, streamId: 0 }, nothing))
    return this.#sender.apply(settings, this.#streams.all())
  }

  #takePing(flags: number, payload: Buffer): ErrorCode {
    if (payload.length !== pingBytes) return errorCode.frameSize
    if ((flags & frameFlag.ack) === 0) {
      this.#put(encodeFrame({ type: frameType.ping, flags: frameFlag.ack, streamId: 0 }, payload))
    }
    return errorCode.none
  }

  #put(frame: Buffer): void {
    this.#outbox.put(frame)
    this.#wake()
  }

  #wake(): void {
    if (this.#isAwake) return
    this.#isAwake = true
    process.nextTick(() => this.#settle())
  }

  /** The turn is over: tells what ended in it, and sends what was made in it. */
  #settle(): void {
    this.#isAwake = false
    this.#streams.tellClosed()
    this.#outbox.send()
    if (!this.#isLeaving || this.#isOver || this.#streams.size > 0) return
    this.#isOver = true
    this.#part(errorCode.none)
  }

  #part(code: ErrorCode): void {
    this.#outbox.put(encodeGoAway(this.#streams.lastId, code))
    this.#outbox.send()
    clearTimeout(this.#deadline)
    this.#deadline = setTimeout(() => this.#socket.destroy(), http2Limits.lingerMs)
    this.#socket.end()
  }

  #closed(): void {
    clearTimeout(this.#deadline)
    this.#isOver = true
    this.#streams.closeAll()
  }
}

const nothing = Buffer.alloc(0)

function takePriority(streamId: number, payload: Buffer): ErrorCode {
  if (streamId === 0) return errorCode.protocol
  if (payload.length !== priorityBytes) return errorCode.frameSize
  return dependsOnItself(streamId, payload) ? errorCode.protocol : errorCode.none
}
