/** A whole number of 0 or more, seven bits in each byte (protobuf encoding, "Base 128 Varints"). */
export function varint(value: number): readonly number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return bytes
}
