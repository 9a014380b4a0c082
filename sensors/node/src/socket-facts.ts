import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { ExchangeLine } from '@weir/schema'
import { attachment } from './attachment.ts'

interface End {
  readonly ip?: string
  readonly port?: number
}

/** What a connection tells about both ends; the same for all its exchanges. */
export interface SocketFacts {
  readonly conn: string
  readonly local: End
  readonly remote: End
  readonly tls?: NonNullable<ExchangeLine['tls']>
}

const known = attachment<SocketFacts>()
let connections = 0

/** Facts of a connected socket, read once; a closed one knows its addresses no more. */
export function socketFacts(socket: Socket): SocketFacts {
  const before = known.get(socket)
  if (before !== undefined) return before
  connections += 1
  const facts = {
    conn: String(connections),
    local: end(socket.localAddress, socket.localPort),
    remote: end(socket.remoteAddress, socket.remotePort),
    ...(socket instanceof TLSSocket ? { tls: tlsFacts(socket) } : {}),
  }
  known.set(socket, facts)
  return facts
}

/** Facts of a socket that was connected; a client's may never have been. */
export function knownFacts(socket: Socket | null): SocketFacts | undefined {
  return socket === null ? undefined : known.get(socket)
}

function end(address: string | undefined, port: number | undefined): End {
  return {
    ...(address === undefined ? {} : { ip: address.replace(/^::ffff:(?=\d+\.)/, '') }),
    ...(port === undefined ? {} : { port }),
  }
}

function tlsFacts(socket: TLSSocket): NonNullable<ExchangeLine['tls']> {
  const version = socket.getProtocol()
  const { alpnProtocol } = socket
  // Node's types leave `servername` out.
  const sni: unknown = Reflect.get(socket, 'servername')
  const certificate = isServerSide(socket) ? socket.getPeerX509Certificate() : undefined
  return {
    ...(version === null ? {} : { version }),
    ...(typeof alpnProtocol === 'string' ? { alpn: alpnProtocol } : {}),
    ...(typeof sni === 'string' && sni !== '' ? { sni } : {}),
    ...(certificate === undefined ? {} : { client_cert: certificate.fingerprint256 }),
  }
}

function isServerSide(socket: TLSSocket): boolean {
  return Reflect.get(socket, 'server') !== undefined && Reflect.get(socket, 'server') !== null
}
