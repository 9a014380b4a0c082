import dgram from 'node:dgram'
import { once } from 'node:events'
import { type Balance, createSensor, type Redaction, type SensorOptions } from '@weir/sensor'
import { readDatagram } from './read-datagram.ts'

export interface RelayOptions {
  /** Address of the hub, such as `http://127.0.0.1:7447`. */
  readonly url: string
  /** The sensor key the hub gave out. */
  readonly key: string
  /** Where datagrams arrive; only this machine can send any unless another address is said. */
  readonly address?: string
  /** 0 for one of the system's choice. */
  readonly port: number
  /** The service behind nginx where nginx does not say. */
  readonly service?: string
  readonly redact?: Redaction
  readonly limits?: NonNullable<SensorOptions['limits']>
}

export interface Relay {
  readonly port: number
  /** observed = sent + dropped + queued; what the kernel lost nobody saw. */
  readonly balance: () => Balance
  /** Takes no more, and sends what is queued for at most `timeoutMs`. */
  readonly close: (timeoutMs?: number) => Promise<void>
}

const agent = 'weir-sensor-nginx-njs/0.1.0'
const defaultTimeoutMs = 2_000
/** nginx writes as fast as it answers; the kernel keeps what comes while this process is busy. */
const receiveBufferBytes = 8 * 1024 * 1024

/** Receives what nginx with njs writes to `syslog:server=…` and carries it to the hub. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { service } = options
  const sensor = createSensor({ ...options, agent })
  const socket = dgram.createSocket('udp4')
  let count = 0
  socket.on('message', (message) => {
    const datagram = readDatagram(message)
    if (datagram.kind === 'lost') return sensor.drop(datagram.reason)
    const { line } = datagram
    count += 1
    const id = `${sensor.boot}-${count.toString(36)}`
    sensor.observe({ ...line, id, dst: { service, ...line.dst } })
  })
  const listening = once(socket, 'listening')
  socket.bind(options.port, options.address ?? '127.0.0.1')
  await listening
  enlargeBuffer(socket)
  return {
    port: socket.address().port,
    balance: sensor.balance,
    close: async (timeoutMs = defaultTimeoutMs) => {
      const closed = once(socket, 'close')
      socket.close()
      await closed
      await sensor.close(timeoutMs)
    },
  }
}

/** As far as the system permits. */
function enlargeBuffer(socket: dgram.Socket): void {
  try {
    socket.setRecvBufferSize(receiveBufferBytes)
  } catch {
    return
  }
}
