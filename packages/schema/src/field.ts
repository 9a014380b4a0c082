/** The parts of an exchange a field can stand in. */
export const fieldLocations = [
  'req.path',
  'req.query',
  'req.header',
  'req.body',
  'res.header',
  'res.body',
] as const

export type FieldLocation = (typeof fieldLocations)[number]

/** What a leaf is in the document it came from. */
export type LeafKind = 'string' | 'number' | 'boolean' | 'null'
