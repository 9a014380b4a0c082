import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** How long a session lasts after it was last renewed, in milliseconds. */
export const sessionMs = 24 * 3_600_000
/** A session that is in use is renewed when it is this old. */
const renewMs = 3_600_000

export const sessionCookie = 'weir_session'

/** `valid`, and whether its cookie should be given anew. */
export type SessionState = 'none' | 'valid' | 'renew'

/**
 * Sessions live in their cookies: `<issued ms>.<random>.<HMAC-SHA-256>`, so that they outlive a
 * restart and cost no memory.
 */
export interface Sessions {
  issue(nowMs: number): string
  check(cookieHeader: string | undefined, nowMs: number): SessionState
}

export function createSessions(key: Uint8Array): Sessions {
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest()
  return {
    issue: (nowMs) => {
      const text = `${Math.floor(nowMs)}.${randomBytes(16).toString('base64url')}`
      return cookie(`${text}.${sign(text).toString('base64url')}`)
    },
    check: (header, nowMs) => {
      for (const value of valuesOf(header)) {
        const match = form.exec(value)
        const [, text = '', issued = '', signature = ''] = match ?? []
        if (match === null || !same(sign(text), Buffer.from(signature, 'base64url'))) continue
        const age = nowMs - Number(issued)
        if (age < sessionMs) return age >= renewMs ? 'renew' : 'valid'
      }
      return 'none'
    },
  }
}

const form = /^((\d{1,16})\.[A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/
/** A page of another port of this host may have set cookies of the same name. */
const mostCookies = 8

function valuesOf(header: string | undefined): readonly string[] {
  return (header ?? '')
    .split(';', 64)
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${sessionCookie}=`))
    .slice(0, mostCookies)
    .map((pair) => pair.slice(sessionCookie.length + 1))
}

function same(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}

function cookie(value: string): string {
  return `${sessionCookie}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${sessionMs / 1_000}`
}
