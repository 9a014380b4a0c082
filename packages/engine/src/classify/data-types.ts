/** What a value can be in the world. The order is the code used in rows: append, never reorder. */
const rows = [
  ['CREDIT_CARD', 'PCI', null, 'critical', 'Payment card number'],
  ['CARD_TRACK', 'PCI', null, 'critical', 'Magnetic stripe track of a payment card'],
  ['CARD_CVV', 'PCI', null, 'critical', 'Card verification code'],
  ['CARD_EXPIRY', 'PCI', null, 'medium', 'Card expiry date'],
  ['IBAN_CODE', 'FIN', null, 'high', 'International bank account number'],
  ['SWIFT_BIC', 'FIN', null, 'low', 'Bank identifier code'],
  ['US_ABA_ROUTING', 'FIN', 'US', 'low', 'Bank routing number'],
  ['US_BANK_ACCOUNT', 'FIN', 'US', 'high', 'Bank account number'],
  ['CRYPTO', 'FIN', null, 'medium', 'Cryptocurrency address'],
  ['US_SSN', 'PII', 'US', 'critical', 'Social security number'],
  ['US_ITIN', 'PII', 'US', 'critical', 'Individual taxpayer number'],
  ['US_EIN', 'FIN', 'US', 'medium', 'Employer identification number'],
  ['US_PASSPORT', 'PII', 'US', 'high', 'Passport number'],
  ['MRZ', 'PII', null, 'critical', 'Machine-readable zone of a travel document'],
  ['US_DRIVER_LICENSE', 'PII', 'US', 'high', 'Driver licence number'],
  ['US_MBI', 'PHI', 'US', 'high', 'Medicare beneficiary identifier'],
  ['US_NPI', 'PHI', 'US', 'low', 'National provider identifier'],
  ['US_DEA', 'PHI', 'US', 'medium', 'Drug enforcement registration of a prescriber'],
  ['ICD10', 'PHI', null, 'medium', 'Diagnosis code'],
  ['NDC', 'PHI', 'US', 'low', 'Drug code'],
  ['CPT', 'PHI', 'US', 'low', 'Medical procedure code'],
  ['CA_SIN', 'PII', 'CA', 'critical', 'Social insurance number'],
  ['CA_HEALTH', 'PHI', 'CA', 'high', 'Provincial health card number'],
  ['UK_NHS', 'PHI', 'GB', 'high', 'National Health Service number'],
  ['UK_NINO', 'PII', 'GB', 'high', 'National insurance number'],
  ['UK_UTR', 'FIN', 'GB', 'high', 'Unique taxpayer reference'],
  ['UK_DRIVING_LICENCE', 'PII', 'GB', 'high', 'Driving licence number'],
  ['AU_TFN', 'PII', 'AU', 'high', 'Tax file number'],
  ['AU_MEDICARE', 'PHI', 'AU', 'high', 'Medicare card number'],
  ['AU_ABN', 'FIN', 'AU', 'low', 'Business number'],
  ['AU_ACN', 'FIN', 'AU', 'low', 'Company number'],
  ['NZ_IRD', 'PII', 'NZ', 'high', 'Tax number'],
  ['IN_AADHAAR', 'PII', 'IN', 'critical', 'Aadhaar number'],
  ['IN_PAN', 'PII', 'IN', 'high', 'Permanent account number'],
  ['IN_GSTIN', 'FIN', 'IN', 'low', 'Goods and services tax number'],
  ['SG_NRIC_FIN', 'PII', 'SG', 'high', 'National registration number'],
  ['HK_HKID', 'PII', 'HK', 'high', 'Identity card number'],
  ['TW_NATIONAL_ID', 'PII', 'TW', 'high', 'National identification number'],
  ['KR_RRN', 'PII', 'KR', 'critical', 'Resident registration number'],
  ['JP_MY_NUMBER', 'PII', 'JP', 'critical', 'Individual number'],
  ['CN_RESIDENT_ID', 'PII', 'CN', 'critical', 'Resident identity number'],
  ['TH_TNIN', 'PII', 'TH', 'high', 'National identification number'],
  ['ID_NIK', 'PII', 'ID', 'high', 'Resident identity number'],
  ['BR_CPF', 'PII', 'BR', 'high', 'Taxpayer number of a person'],
  ['BR_CNPJ', 'FIN', 'BR', 'low', 'Taxpayer number of a company'],
  ['MX_CURP', 'PII', 'MX', 'high', 'Population registry code'],
  ['MX_RFC', 'PII', 'MX', 'high', 'Taxpayer registry code'],
  ['AR_CUIT', 'PII', 'AR', 'high', 'Tax identification code'],
  ['CL_RUT', 'PII', 'CL', 'high', 'National identification number'],
  ['DE_TAX_ID', 'PII', 'DE', 'high', 'Tax identification number'],
  ['DE_SOCIAL_SECURITY', 'PII', 'DE', 'high', 'Pension insurance number'],
  ['DE_ID_CARD', 'PII', 'DE', 'high', 'Identity card number'],
  ['FR_NIR', 'PII', 'FR', 'critical', 'Social security number'],
  ['FR_SIREN', 'FIN', 'FR', 'low', 'Company number'],
  ['FR_SIRET', 'FIN', 'FR', 'low', 'Establishment number'],
  ['ES_NIF', 'PII', 'ES', 'high', 'National identity number'],
  ['ES_NIE', 'PII', 'ES', 'high', 'Foreigner identity number'],
  ['IT_FISCAL_CODE', 'PII', 'IT', 'high', 'Fiscal code'],
  ['NL_BSN', 'PII', 'NL', 'critical', 'Citizen service number'],
  ['BE_NRN', 'PII', 'BE', 'high', 'National register number'],
  ['PL_PESEL', 'PII', 'PL', 'high', 'National identification number'],
  ['SE_PERSONNUMMER', 'PII', 'SE', 'high', 'Personal identity number'],
  ['NO_FNR', 'PII', 'NO', 'high', 'National identity number'],
  ['DK_CPR', 'PII', 'DK', 'high', 'Civil registration number'],
  ['FI_HETU', 'PII', 'FI', 'high', 'Personal identity code'],
  ['TR_TCKN', 'PII', 'TR', 'high', 'Identity number'],
  ['ZA_ID', 'PII', 'ZA', 'high', 'Identity number'],
  ['IL_ID', 'PII', 'IL', 'high', 'Identity number'],
  ['EMAIL_ADDRESS', 'PII', null, 'medium', 'E-mail address'],
  ['PHONE_NUMBER', 'PII', null, 'medium', 'Telephone number'],
  ['PERSON', 'PII', null, 'medium', 'Name of a person'],
  ['STREET_ADDRESS', 'PII', null, 'medium', 'Postal address'],
  ['DATE_OF_BIRTH', 'PII', null, 'high', 'Date of birth'],
  ['GEO', 'GEO', null, 'medium', 'Geographic position'],
  ['IP_ADDRESS', 'PII', null, 'low', 'Network address'],
  ['MAC_ADDRESS', 'TECH', null, 'low', 'Hardware address of a network interface'],
  ['IMEI', 'TECH', null, 'low', 'Identity of a mobile device'],
  ['ICCID', 'TECH', null, 'low', 'Identity of a SIM card'],
  ['VIN', 'TECH', null, 'low', 'Vehicle identification number'],
  ['USERNAME', 'PII', null, 'low', 'Sign-in name'],
  ['PASSWORD', 'SECRET', null, 'critical', 'Password in clear'],
  ['SECRET_JWT', 'SECRET', null, 'high', 'JSON web token'],
  ['SECRET_SESSION', 'SECRET', null, 'high', 'Session or bearer token'],
  [
    'SECRET_BASIC_AUTH',
    'SECRET',
    null,
    'critical',
    'User name and password of basic authentication',
  ],
  ['SECRET_AWS_KEY', 'SECRET', null, 'critical', 'AWS access key'],
  ['SECRET_AWS_ROLE_CREDENTIALS', 'SECRET', null, 'critical', 'Credentials of an AWS role'],
  ['SECRET_GCP', 'SECRET', null, 'critical', 'Google Cloud key'],
  ['SECRET_AZURE', 'SECRET', null, 'critical', 'Azure key or signature'],
  ['SECRET_GITHUB', 'SECRET', null, 'critical', 'GitHub token'],
  ['SECRET_GITLAB', 'SECRET', null, 'critical', 'GitLab token'],
  ['SECRET_SLACK', 'SECRET', null, 'critical', 'Slack token or web hook'],
  ['SECRET_STRIPE', 'SECRET', null, 'critical', 'Stripe key'],
  ['SECRET_NPM', 'SECRET', null, 'critical', 'npm token'],
  ['SECRET_PYPI', 'SECRET', null, 'critical', 'PyPI token'],
  ['SECRET_OPENAI', 'SECRET', null, 'critical', 'OpenAI key'],
  ['SECRET_ANTHROPIC', 'SECRET', null, 'critical', 'Anthropic key'],
  ['SECRET_CLOUDFLARE', 'SECRET', null, 'critical', 'Cloudflare token'],
  ['SECRET_TWILIO', 'SECRET', null, 'critical', 'Twilio key'],
  ['SECRET_SENDGRID', 'SECRET', null, 'critical', 'SendGrid key'],
  ['SECRET_MAILGUN', 'SECRET', null, 'critical', 'Mailgun key'],
  ['SECRET_SHOPIFY', 'SECRET', null, 'critical', 'Shopify token'],
  ['SECRET_SQUARE', 'SECRET', null, 'critical', 'Square token'],
  ['SECRET_TELEGRAM', 'SECRET', null, 'critical', 'Telegram bot token'],
  ['SECRET_DISCORD', 'SECRET', null, 'critical', 'Discord web hook'],
  ['SECRET_DIGITALOCEAN', 'SECRET', null, 'critical', 'DigitalOcean token'],
  ['SECRET_DATABRICKS', 'SECRET', null, 'critical', 'Databricks token'],
  ['SECRET_HASHICORP', 'SECRET', null, 'critical', 'HashiCorp Vault token'],
  ['SECRET_HUGGINGFACE', 'SECRET', null, 'critical', 'Hugging Face token'],
  ['SECRET_DOCKER', 'SECRET', null, 'critical', 'Docker Hub token'],
  ['SECRET_PRIVATE_KEY', 'SECRET', null, 'critical', 'Private key'],
  ['SECRET_CONNECTION_STRING', 'SECRET', null, 'critical', 'Address with user name and password'],
  ['SECRET_HIGH_ENTROPY', 'SECRET', null, 'high', 'Random text under the name of a secret'],
  [
    'PII_RECORD',
    'PII',
    null,
    'critical',
    'One object with what identifies a person three times over',
  ],
  [
    'PCI_SET',
    'PCI',
    null,
    'critical',
    'One object with a card number and what a payment needs beside it',
  ],
  ['PHI_RECORD', 'PHI', null, 'critical', 'One object with health data and who it is about'],
] as const

type BuiltInTypeId = (typeof rows)[number][0]
/** A type people defined for what only they have. */
export type OwnTypeId = `X_${string}`
export type DataTypeId = BuiltInTypeId | OwnTypeId
export type DataCategory = 'PII' | 'PCI' | 'PHI' | 'FIN' | 'GEO' | 'SECRET' | 'TECH'
export type Sensitivity = 'low' | 'medium' | 'high' | 'critical'

export interface DataType {
  readonly id: DataTypeId
  readonly category: DataCategory
  /** ISO 3166 alpha-2 code of the country that issues it; null when none or many do. */
  readonly jurisdiction: string | null
  readonly sensitivity: Sensitivity
  readonly summary: string
}

export const dataTypes: readonly DataType[] = rows.map(
  ([id, category, jurisdiction, sensitivity, summary]) => ({
    id,
    category,
    jurisdiction,
    sensitivity,
    summary,
  }),
)

const byId: ReadonlyMap<string, DataType> = new Map(dataTypes.map((type) => [type.id, type]))
const codes: ReadonlyMap<string, number> = new Map(dataTypes.map((type, code) => [type.id, code]))

/** The row of a type; undefined when the text names none. */
export function findDataType(id: string): DataType | undefined {
  return byId.get(id)
}

/** The code of a type in rows: its place in the catalogue; own types go by their name. */
export function dataTypeCode(id: DataTypeId): number | OwnTypeId {
  return isOwnTypeId(id) ? id : (codes.get(id) ?? -1)
}

export function dataTypeOfCode(code: number | OwnTypeId): DataTypeId | undefined {
  return typeof code === 'number' ? dataTypes[code]?.id : code
}

export function isOwnTypeId(id: string): id is OwnTypeId {
  return /^X_[A-Z0-9_]{1,62}$/.test(id)
}

/** The id as such where a release of Weir or a person may have used it. */
export function readDataTypeId(id: string): DataTypeId | undefined {
  return isOwnTypeId(id) ? id : byId.get(id)?.id
}
