export { decodeExchangeMessage } from './decode-exchange-message.ts'
export { frameAt, lengthPrefix } from './framing.ts'
export { WireReader } from './wire-reader.ts'
export { bytesField, message, numberField, textField } from './wire-writer.ts'
