import type { WireReader } from '@weir/schema/protobuf'
import { latin1 } from './latin1.ts'

/** An end of a connection, as far as it has an address of its own. */
export interface SocketEnd {
  readonly ip: string | undefined
  readonly port: number | undefined
}

export const unknownEnd: SocketEnd = { ip: undefined, port: undefined }

const longestAddress = 64

/** Reads `10.1.2.3:443`, `[::1]:443` and the same without a port; a path of a socket is no address. */
export function socketEnd(text: string | undefined): SocketEnd {
  if (text === undefined || text.length > longestAddress) return unknownEnd
  const [, bracketed, plain, digits] =
    /^(?:\[([0-9a-f:.]{2,45})\]|(\d{1,3}(?:\.\d{1,3}){3}))(?::(\d{1,5}))?$/i.exec(text) ?? []
  const ip = bracketed ?? plain
  if (ip === undefined) return unknownEnd
  return { ip, port: digits === undefined ? undefined : Number(digits) }
}

/** Reads `config.core.v3.Address`: socket_address=1 of address=2, port_value=3. */
export function readAddress(address: WireReader<Buffer>): SocketEnd {
  let end = unknownEnd
  while (address.next()) {
    if (address.field !== 1) continue
    const socket = address.message()
    let ip = ''
    let port = 0
    while (socket.next()) {
      if (socket.field === 2) ip = socket.text(latin1).slice(0, longestAddress)
      else if (socket.field === 3) port = socket.number()
    }
    end = { ip: ip || undefined, port: port || undefined }
  }
  return end
}
