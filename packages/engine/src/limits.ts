/**
 * Every bound of the engine in one table. Attackers choose our input: each parser, table and sketch
 * takes its limit from here, and a test reaches each of them.
 */
export const limits = {
  /** Bytes of one body that are walked; the rest is reported as not looked at. */
  bodyBytes: 8 * 1024 * 1024,
  /** Leaves taken from one body. */
  leaves: 20_000,
  /** Objects and lists of one body whose members are counted. */
  containers: 20_000,
  /** Characters of one leaf that are looked at. */
  leafChars: 65_536,
  /** Containers inside each other; what lies deeper is stepped over. */
  jsonDepth: 64,
  /** Members of one object with a name of their own; later ones stand for one field, `{*}`. */
  objectKeys: 256,
  /** Columns of one table that are told apart; further ones are not looked at. */
  tableColumns: 1_000,
  /** Actions of one operation that are counted by name; a fair sample of them stays. */
  actions: 256,
  /** Parts of one multipart body that are looked at. */
  parts: 1_000,
  /** Strings holding JSON inside strings holding JSON. */
  embeddedJson: 3,
  /** Characters of one token, authorization or cookie header that are looked at. */
  tokenChars: 16_384,
  /** Characters of a request target that are looked at. */
  urlChars: 65_536,
  /** Characters of a name taken from traffic: subject, issuer, service, host. */
  nameChars: 256,
  /** Credential hashes remembered, in each of two generations. */
  credentialCache: 65_536,
  /** Headers of one message that are looked at. */
  headers: 200,
  /** Characters of one header value that are looked at. */
  headerChars: 8_192,
  /** Query parameters that are looked at. */
  queryParameters: 500,
  /** Leaves of an object that is looked at as a whole. */
  smallObject: 12,
  /** Distinct values of one field kept as a sample. */
  fieldSample: 16,
  /** Kinds of objects whose members are told apart, over all fields that name kinds. */
  variants: 4_096,
  /** Members of one kind of object that are remembered. */
  variantMembers: 32,
  /** Characters of a value that may be kept as an example. */
  sampleChars: 32,
  /** Call signatures of one operation kept to estimate what is still unseen. */
  signatures: 64,
  /** Media types of one operation that are remembered, by status. */
  mediaTypes: 32,
  /** Hours of an operation that are kept apart, the latest: two, so that one of them is over. */
  hours: 2,
  /** Services, operations, fields, edges and principals the model remembers. */
  services: 4_096,
  operations: 16_384,
  fields: 65_536,
  edges: 16_384,
  principals: 16_384,
  /** Addresses and names remembered for one service. */
  serviceNames: 32,
  /** Cloud keys the model remembers, places of one key, and readers of collections. */
  cloudKeys: 16_384,
  keyPlaces: 16,
  readers: 32_768,
  /** Bytes of state all trackers together may keep. */
  trackerBytes: 128 * 1024 * 1024,
  /** Leaked credentials remembered. */
  leaks: 4_096,
  /** Characters of a sentence lane 2 is told. */
  factChars: 180,
  /** Rows of actor state in one partition, for each table. */
  actorsPerPartition: 16_384,
  /** Findings, actors and steps of one incident. */
  chain: 64,
  /** Exchanges a finding cites. */
  evidence: 8,
  /** Findings and incidents held open in one partition. */
  findingsPerPartition: 4_096,
  /** Path segments looked at; a longer path is cut there and marked. */
  pathSegments: 24,
  /** Characters of one path segment that are looked at. */
  segmentChars: 512,
  /** Path positions remembered of one service after a mark. */
  routeNodesPerService: 24_576,
  /** Path positions one service may grow to between marks: more than 5,000 exchanges of 24 segments can make. */
  routeNodesBetweenMarks: 131_072,
  /** Different literal segments remembered after one path beginning; the others are folded into one. */
  childrenPerRoute: 512,
  /** Sample of different values at one path position. */
  valuesPerRouteSegment: 8,
  /** Sample of response shapes of one method on one path. */
  responseShapesPerRoute: 8,
  /** Segments whose tokens are remembered at a time. */
  rememberedTokens: 4_096,
  /** Places looked at to find the operation of one path. */
  routeMatchSteps: 256,
  /** Characters of a field's name that are read for what it tells. */
  keyChars: 128,
  /** Readings of field names remembered at a time. */
  keyReadings: 8_192,
  /** Types people define themselves, size of one compiled pattern, and characters it is tried on. */
  ownTypes: 200,
  ownPatternSize: 5_000,
  ownPatternChars: 4_096,
  /** Characters of one text that are searched for data types. */
  classifiedChars: 32_768,
  /** Words of one text tried as identity numbers. */
  tokensPerText: 2_048,
  /** Candidates reported for one text. */
  candidatesPerText: 64,
  /** Characters of a masked value. */
  maskedChars: 32,
} as const
