import { createHash, timingSafeEqual } from 'node:crypto'

const form = /^bearer {1,4}([\x21-\x7e]{1,512})$/i

/** Whether an Authorization header carries this token; compared in constant time. */
export function carriesToken(authorization: string | undefined, token: string): boolean {
  const given = form.exec(authorization ?? '')?.[1]
  if (given === undefined) return false
  return timingSafeEqual(digest(given), digest(token))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
