import { huffmanLengths } from './huffman-lengths.ts'

/**
 * One step of eight bits: what they stand for and how many of them that took, the table of the next step, or nothing
 * that may be.
 */
type Step = Int32Array

const stepBits = 8
const stepEntries = 1 << stepBits
/** What eight bits lead to: `invalid`, `(octet << 4) | bits`, or `-1 - table`. */
const invalid = 0
const bitsMask = 15
const bitsShift = 4
const endOfString = 256
/** The longest code of an octet has 30 bits; the shortest five. */
const shortestBits = 5

const steps = buildSteps()
const [root = new Int32Array(stepEntries)] = steps

/** At most so many octets come of so many in the code. */
export function decodedLength(codedBytes: number): number {
  return Math.floor((codedBytes * stepBits) / shortestBits)
}

/**
 * Decodes a string of RFC 7541 §5.2 into `target`, which has room for `decodedLength` of it, and returns how many octets
 * came of it; -1 where the code is damaged or its padding is not what §5.2 allows.
 */
export function decodeHuffman(coded: Buffer, target: Buffer): number {
  let length = 0
  let step = root
  let held = 0
  let heldBits = 0
  for (const byte of coded) {
    held = ((held << stepBits) | byte) & 0xffff
    heldBits += stepBits
    while (heldBits >= stepBits) {
      const entry = step[(held >>> (heldBits - stepBits)) & 0xff] ?? invalid
      if (entry === invalid) return -1
      if (entry > 0) {
        target[length++] = entry >> bitsShift
        heldBits -= entry & bitsMask
        step = root
      } else {
        heldBits -= stepBits
        step = steps[-1 - entry] ?? root
      }
    }
  }
  return decodeRest(step, held & ((1 << heldBits) - 1), heldBits, length, target)
}

/** Fewer than eight bits are left: codes that are shorter, and padding of ones. */
function decodeRest(
  from: Step,
  held: number,
  bits: number,
  decoded: number,
  target: Buffer,
): number {
  let step = from
  let heldBits = bits
  let length = decoded
  while (heldBits > 0) {
    const entry = step[(held << (stepBits - heldBits)) & 0xff] ?? invalid
    if (entry <= 0 || (entry & bitsMask) > heldBits) break
    target[length++] = entry >> bitsShift
    heldBits -= entry & bitsMask
    step = root
  }
  const ones = (1 << heldBits) - 1
  // A code that began more than seven bits ago is no padding.
  return step === root && (held & ones) === ones ? length : -1
}

function buildSteps(): Step[] {
  const built: Step[] = [new Int32Array(stepEntries)]
  let code = 0
  let codeBits = 0
  for (const { octet, bits } of inOrderOfCodes()) {
    code <<= bits - codeBits
    codeBits = bits
    if (octet !== endOfString) place(built, octet, code, bits)
    code += 1
  }
  return built
}

function inOrderOfCodes(): { readonly octet: number; readonly bits: number }[] {
  return huffmanLengths
    .map((bits, octet) => ({ octet, bits }))
    .toSorted((left, right) => left.bits - right.bits || left.octet - right.octet)
}

function place(built: Step[], octet: number, code: number, bits: number): void {
  let step = built[0]
  let left = bits
  while (left > stepBits && step !== undefined) {
    left -= stepBits
    const index = (code >>> left) & 0xff
    if (step[index] === invalid) {
      step[index] = -1 - built.length
      built.push(new Int32Array(stepEntries))
    }
    step = built[-1 - (step[index] ?? 0)]
  }
  const first = (code << (stepBits - left)) & 0xff
  step?.fill((octet << bitsShift) | left, first, first + (1 << (stepBits - left)))
}
