export { WireReader } from './wire-reader.ts'
export { bytesField, message, numberField, textField } from './wire-writer.ts'
