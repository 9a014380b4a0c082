import { addMatch, type Detector } from '../detector.ts'
import { isDate } from '../check-digits/calendar.ts'

const yearFirst =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]{2,15}(?:Z|[+-]\d{2}:?\d{2})?)?$/
const yearLast = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/
const compactDate = /^(\d{4})(\d{2})(\d{2})$/
const wordy =
  /^(?:\d{1,2}(?:st|nd|rd|th|\.)?[ -]\p{L}{3,10}\.?,?[ -]\d{4}|\p{L}{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})$/u
const oldestYear = 1900
const latestYear = 2035

function isBirthYear(year: number): boolean {
  return year >= oldestYear && year <= latestYear
}

export function isBirthDate(text: string): boolean {
  const first = yearFirst.exec(text) ?? compactDate.exec(text)
  if (first !== null) {
    return isBirthYear(Number(first[1])) && isDate(Number(first[2]), Number(first[3]))
  }
  const last = yearLast.exec(text)
  if (last !== null) {
    const [one, two] = [Number(last[1]), Number(last[2])]
    return isBirthYear(Number(last[3])) && (isDate(one, two) || isDate(two, one))
  }
  return wordy.test(text) && isBirthYear(Number(/\d{4}$/.exec(text)?.[0]))
}

const cue =
  /\b(?:born(?: on)?|birth(?:day|date)?|dob|date of birth|geboren(?: am)?|nacido el|née? le)\b[^\d\n]{0,12}$/i
const inText = /(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?!\d)/g

/** A date is a date of birth only where its name or the words before it say so. */
export const detectBirthDates: Detector = (scan, found) => {
  const { text, features } = scan
  if (features.digits < 5) return
  const whole = text.trim()
  if (whole.length <= 40 && scan.reading.named.has('DATE_OF_BIRTH') && isBirthDate(whole)) {
    addMatch(scan, found, 0, text.length, { type: 'DATE_OF_BIRTH', alone: 0, named: 0.95 })
    return
  }
  if (features.spaces === 0) return
  for (const match of text.matchAll(inText)) {
    const before = text.slice(Math.max(0, match.index - 40), match.index)
    if (!cue.test(before) || !isBirthDate(match[0])) continue
    const credence = {
      type: 'DATE_OF_BIRTH',
      alone: 0.85,
      named: 0.95,
      unmistakable: true,
    } as const
    addMatch(scan, found, match.index, match.index + match[0].length, credence)
  }
}
