/** The fingerprint of a certificate in the form every sensor writes it, `AB:CD:…`, from its hexadecimal digits. */
export function fingerprintText(digits: string): string {
  return digits.toUpperCase().replace(/..(?=.)/g, '$&:')
}
