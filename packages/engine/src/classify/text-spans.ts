import { limits } from '../limits.ts'
import { type Classifier, createClassifier } from './classifier.ts'
import type { DataTypeId } from './data-types.ts'
import type { LeafContext } from './detector.ts'
import { maskValue } from './mask.ts'
import { builtInTypes, type DataTypes } from './own-types.ts'

/** A data type found in a text. */
export interface TextSpan {
  readonly type: DataTypeId
  /** 0 … 1: how far this one value, in its words, is to be believed. */
  readonly confidence: number
  /** UTF-16 code units from the beginning of the text; `end` is the first one after it. */
  readonly start: number
  readonly end: number
  /** What may be shown of it. */
  readonly masked: string
}

/** A text with nothing around it: only its own words tell. */
const nowhere: LeafContext = {
  key: '',
  parentKey: '',
  siblings: null,
  location: 'res.body',
  path: '',
}

/**
 * Finds data types in a text of any length, in the order they stand in. A text that is longer than what
 * is classified at once is looked at in pieces that end between words.
 */
export function textSearch(types: DataTypes = builtInTypes): (text: string) => readonly TextSpan[] {
  const classifier = createClassifier(types)
  return (text) => spansIn(text, classifier)
}

function spansIn(text: string, classifier: Classifier): readonly TextSpan[] {
  const spans: TextSpan[] = []
  for (let from = 0; from < text.length; ) {
    const to = pieceEnd(text, from)
    for (const { type, confidence, start, end } of classifier.leaf(
      text.slice(from, to),
      'string',
      nowhere,
    )) {
      if (confidence <= 0) continue
      const masked = maskValue(text.slice(from + start, from + end), type)
      spans.push({ type, confidence, start: from + start, end: from + end, masked })
    }
    from = to
  }
  return spans.sort((left, right) => left.start - right.start || right.confidence - left.confidence)
}

function pieceEnd(text: string, from: number): number {
  const most = from + limits.classifiedChars
  if (most >= text.length) return text.length
  const space = text.lastIndexOf(' ', most)
  return space > from ? space + 1 : most
}
