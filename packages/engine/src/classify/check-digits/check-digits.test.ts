import { describe, expect, it } from 'vitest'
import {
  isCnpj,
  isCpf,
  isCuit,
  isRut,
  isSocialSecurityNumber,
  isTaxpayerNumber,
} from './americas.ts'
import {
  isAadhaar,
  isAustralianBusiness,
  isAustralianCompany,
  isAustralianMedicare,
  isAustralianTaxFile,
  isChineseNumber,
  isHongKongCard,
  isJapaneseNumber,
  isNewZealandTax,
  isSingaporeNumber,
  isTaiwanNumber,
} from './asia-pacific.ts'
import {
  isBelgianNumber,
  isDutchNumber,
  isFinnishCode,
  isFrenchInsuranceNumber,
  isGermanPensionNumber,
  isGermanTaxId,
  isItalianCode,
  isNhsNumber,
  isPesel,
  isSpanishNumber,
  isSwedishNumber,
  isTaxpayerReference,
  isTurkishNumber,
} from './europe.ts'
import { isMod11Hybrid10Valid, isMod11Radix2Valid } from './iso-7064.ts'
import { isLuhnValid } from './luhn.ts'
import { mod97, mod97Alphanumeric } from './mod-97.ts'
import { travelDocumentDigit } from './travel-document.ts'
import { isVerhoeffValid } from './verhoeff.ts'

describe('general check digits', () => {
  it('accepts the examples of the standards', () => {
    expect(isLuhnValid('79927398713')).toBe(true)
    expect(isVerhoeffValid('2363')).toBe(true)
    expect(mod97Alphanumeric('WEST12345698765432GB82')).toBe(1)
    expect(isMod11Radix2Valid('0000000218250097')).toBe(true)
    expect(isMod11Hybrid10Valid('07945')).toBe(true)
    expect(travelDocumentDigit('L898902C3')).toBe(6)
    expect(travelDocumentDigit('740812')).toBe(2)
  })

  it('refuses every change of one digit', () => {
    for (let digit = 0; digit <= 9; digit += 1) {
      expect(isLuhnValid(`7992739871${digit}`)).toBe(digit === 3)
      expect(isVerhoeffValid(`236${digit}`)).toBe(digit === 3)
    }
  })

  it('takes the remainder of numbers longer than a double holds', () => {
    expect(mod97('3214282912345698765432161182')).toBe(1)
  })
})

/** Numbers printed as examples by the issuers or in the usual descriptions of each scheme. */
const published: readonly (readonly [string, (text: string) => boolean, string])[] = [
  ['Brazilian person', isCpf, '52998224725'],
  ['Brazilian company', isCnpj, '11222333000181'],
  ['Argentine tax code', isCuit, '20055361682'],
  ['Chilean number', isRut, '76086428-5'.replace('-', '')],
  ['Australian tax file', isAustralianTaxFile, '123456782'],
  ['Australian business', isAustralianBusiness, '51824753556'],
  ['Australian company', isAustralianCompany, '004085616'],
  ['Australian Medicare', isAustralianMedicare, '2123456701'],
  ['New Zealand tax', isNewZealandTax, '49091850'],
  ['Chinese resident', isChineseNumber, '11010519491231002X'],
  ['Hong Kong card', isHongKongCard, 'A1234563'],
  ['Singapore number', isSingaporeNumber, 'S1234567D'],
  ['Taiwanese number', isTaiwanNumber, 'A123456789'],
  ['Japanese number', isJapaneseNumber, '123456789018'],
  ['British health', isNhsNumber, '9434765919'],
  ['British tax reference', isTaxpayerReference, '1955839661'],
  ['German tax', isGermanTaxId, '86095742719'],
  ['German pension', isGermanPensionNumber, '15070649C103'],
  ['French insurance', isFrenchInsuranceNumber, '255081416802538'],
  ['Spanish citizen', isSpanishNumber, '12345678Z'],
  ['Spanish resident', isSpanishNumber, 'X1234567L'],
  ['Italian fiscal code', isItalianCode, 'RSSMRA85T10A562S'],
  ['Dutch number', isDutchNumber, '111222333'],
  ['Belgian number', isBelgianNumber, '85073003328'],
  ['Polish number', isPesel, '44051401359'],
  ['Swedish number', isSwedishNumber, '8112189876'],
  ['Finnish code', isFinnishCode, '131052308T'],
  ['Turkish number', isTurkishNumber, '10000000146'],
]

describe('national check digits', () => {
  it.each(published)('accepts the published %s number', (_, isValid, example) => {
    expect(isValid(example)).toBe(true)
  })

  it('accepts an Aadhaar-like number only with its Verhoeff digit', () => {
    const body = '23412341234'
    const passing = [...'0123456789'].filter((digit) => isAadhaar(body + digit))
    expect(passing).toHaveLength(1)
  })

  it('refuses social security numbers that were never issued', () => {
    for (const digits of [
      '000123456',
      '666123456',
      '900123456',
      '123004567',
      '123450000',
      '078051120',
    ]) {
      expect(isSocialSecurityNumber(digits)).toBe(false)
    }
    expect(isSocialSecurityNumber('536221234')).toBe(true)
  })

  it('knows the groups of individual taxpayer numbers', () => {
    expect(isTaxpayerNumber('911701234')).toBe(true)
    expect(isTaxpayerNumber('911891234')).toBe(false)
    expect(isTaxpayerNumber('911931234')).toBe(false)
  })
})
