import { z } from 'zod'

/** Most items on one page. */
export const mostItems = 500

const wholeText = /^-?\d{1,16}$/

/** Query values arrive as text; one that is no whole number is left for the check to name. */
function wholeFromText(value: unknown): unknown {
  return typeof value === 'string' && wholeText.test(value) ? Number(value) : value
}

export function whole(least: number, most: number): z.ZodPreprocess<z.ZodNumber> {
  return z.preprocess(wholeFromText, z.number().int().min(least).max(most))
}

/** Several words, divided by commas. */
export function words<const Word extends readonly [string, ...string[]]>(
  allowed: Word,
): z.ZodPreprocess<z.ZodArray<z.ZodEnum<{ [One in Word[number]]: One }>>> {
  const fromText = (value: unknown): unknown =>
    typeof value === 'string' ? value.split(',', allowed.length + 1) : value
  return z.preprocess(fromText, z.array(z.enum(allowed)).min(1).max(allowed.length))
}

/** A name as sensors, services and actors have them. */
export const name = z.string().min(1).max(512)

export const limit = whole(1, mostItems)
  .default(50)
  .describe(`Most items in the answer, ${mostItems} at most.`)

export const cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,512}$/, 'is no cursor: give `next` of the page before as it is')
  .optional()
  .describe('`next` of the page before.')

/** Query of a list that comes in pages. */
export const paging = { limit, cursor }

export const search = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('Text that must occur, whatever its case.')

/** Latest time that is taken, Unix time in milliseconds: the end of the year 9999. */
export const latestMs = 253_402_300_799_999

export const instant = whole(0, latestMs)

export const nothing = z.strictObject({})
