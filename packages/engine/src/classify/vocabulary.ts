import type { DataTypeId } from './data-types.ts'

/**
 * Names that tell what a field holds, written as lower-case words run together: `card number` in
 * camel, snake or kebab case, or as two words of prose, all read as `cardnumber`.
 */
export const tellingNames: readonly (readonly [DataTypeId, string])[] = [
  [
    'CREDIT_CARD',
    'card cardnumber cardno cardnum creditcard creditcardnumber debitcard debitcardnumber ccnumber ccnum ccno cc pan primaryaccountnumber paymentcard kreditkarte kartennummer tarjeta numerotarjeta cartebancaire numerocarte cartao numerocartao cartadicredito kreditkort visa mastercard amex carte karte cartao',
  ],
  ['CARD_CVV', 'cvv cvv2 cvc cvc2 csc cardcode cardverification securitycode pruefziffer'],
  [
    'CARD_EXPIRY',
    'cardexpiry cardexpiration expirydate expirationdate ccexp cardexp expmonth expyear exp expiry expiration validthru',
  ],
  ['CARD_TRACK', 'track track1 track2 trackdata magstripe swipe'],
  ['IBAN_CODE', 'iban ibancode ibannumber accountiban bankaccount bankaccountnumber'],
  ['SWIFT_BIC', 'bic swift swiftcode biccode swiftbic'],
  ['US_ABA_ROUTING', 'routing routingnumber aba abarouting abanumber routingtransit rtn'],
  [
    'US_BANK_ACCOUNT',
    'bankaccount bankaccountnumber accountnumber acctnumber acctno checkingaccount savingsaccount',
  ],
  [
    'CRYPTO',
    'crypto wallet walletaddress btc btcaddress bitcoin bitcoinaddress ethaddress ethereumaddress cryptoaddress ltcaddress',
  ],
  [
    'US_SSN',
    'ssn socialsecurity socialsecuritynumber socialsecurityno socialsec taxid taxpayerid taxpayeridentification tin ussn usssn',
  ],
  ['US_ITIN', 'itin taxid taxpayerid individualtaxpayer usitin tin'],
  [
    'US_EIN',
    'ein fein employerid employeridentification employeridentificationnumber taxid useein usein',
  ],
  ['US_PASSPORT', 'passport passportnumber passportno passportid uspassport traveldocument'],
  ['MRZ', 'mrz machinereadablezone'],
  [
    'US_DRIVER_LICENSE',
    'driverlicense driverslicense driverlicence driverslicence drivinglicense licensenumber dlnumber driverlicensenumber',
  ],
  ['US_MBI', 'mbi medicareid medicarenumber medicarebeneficiary beneficiaryid usmbi medicare'],
  ['US_NPI', 'npi npinumber nationalprovider providerid usnpi'],
  ['US_DEA', 'dea deanumber usdea'],
  ['ICD10', 'icd icd10 icdcode icd10code diagnosis diagnosiscode diagnosescode diagnose'],
  ['NDC', 'ndc ndccode drugcode nationaldrugcode'],
  ['CPT', 'cpt cptcode procedurecode hcpcs'],
  ['CA_SIN', 'sin sinnumber socialinsurance socialinsurancenumber nas casin'],
  ['CA_HEALTH', 'ohip healthcard healthcardnumber healthinsurancenumber cahealth phn'],
  ['UK_NHS', 'nhs nhsnumber nhsno uknhs'],
  ['UK_NINO', 'nino nationalinsurance nationalinsurancenumber ninumber uknino'],
  ['UK_UTR', 'utr uniquetaxpayer uniquetaxpayerreference ukutr'],
  [
    'UK_DRIVING_LICENCE',
    'drivinglicence drivinglicense drivinglicencenumber driverlicence ukdrivinglicence',
  ],
  ['AU_TFN', 'tfn taxfile taxfilenumber autfn'],
  ['AU_MEDICARE', 'medicare medicarenumber medicarecard aumedicare'],
  ['AU_ABN', 'abn businessnumber australianbusinessnumber auabn'],
  ['AU_ACN', 'acn companynumber auacn'],
  ['NZ_IRD', 'ird irdnumber nzird'],
  ['IN_AADHAAR', 'aadhaar aadhar adhaar aadhaarnumber uidai aadhaarno inaadhaar'],
  ['IN_PAN', 'pan pannumber pancard permanentaccountnumber inpan'],
  ['IN_GSTIN', 'gstin gst gstnumber ingstin'],
  ['SG_NRIC_FIN', 'nric fin nricfin nricnumber sgnricfin'],
  ['HK_HKID', 'hkid hkidnumber hkhkid'],
  ['TW_NATIONAL_ID', 'twid nationalid identitynumber twnationalid'],
  ['KR_RRN', 'rrn residentregistration residentregistrationnumber jumin juminnumber krrrn'],
  ['JP_MY_NUMBER', 'mynumber kojinbango individualnumber jpmynumber'],
  [
    'CN_RESIDENT_ID',
    'idcard residentid nationalid identitycard identitynumber shenfenzheng cnresidentid',
  ],
  ['TH_TNIN', 'nationalid citizenid thainationalid thtnin'],
  ['ID_NIK', 'nik ktp nomorinduk idnik'],
  ['BR_CPF', 'cpf documento brcpf'],
  ['BR_CNPJ', 'cnpj documento brcnpj'],
  ['MX_CURP', 'curp mxcurp'],
  ['MX_RFC', 'rfc mxrfc'],
  ['AR_CUIT', 'cuit cuil arcuit'],
  ['CL_RUT', 'rut run rutnumber clrut'],
  ['DE_TAX_ID', 'steuerid steueridentifikationsnummer steuernummer idnr taxid taxnumber detaxid'],
  [
    'DE_SOCIAL_SECURITY',
    'rvnr rentenversicherungsnummer sozialversicherungsnummer svnr svnummer socialsecurity desocialsecurity',
  ],
  ['DE_ID_CARD', 'personalausweis ausweis ausweisnummer personalausweisnummer idcard deidcard'],
  ['FR_NIR', 'nir numerosecu securitesociale numerosecuritesociale insee frnir'],
  ['FR_SIREN', 'siren frsiren'],
  ['FR_SIRET', 'siret frsiret'],
  ['ES_NIF', 'nif dni documento documentonacional esnif'],
  ['ES_NIE', 'nie esnie'],
  ['IT_FISCAL_CODE', 'codicefiscale fiscalcode cf taxcode itfiscalcode'],
  ['NL_BSN', 'bsn burgerservicenummer sofinummer nlbsn'],
  [
    'BE_NRN',
    'nrn rijksregisternummer nationalregister nationalregisternumber numeronational benrn',
  ],
  ['PL_PESEL', 'pesel peselnumber plpesel'],
  [
    'SE_PERSONNUMMER',
    'personnummer personnr pnr personalidentity personalidentitynumber personalidentitycode swedishid sepersonnummer',
  ],
  ['NO_FNR', 'fodselsnummer fnr personnummer nofnr'],
  ['DK_CPR', 'cpr cprnummer cprnumber dkcpr'],
  ['FI_HETU', 'hetu henkilotunnus personalidentitycode fihetu'],
  ['TR_TCKN', 'tckn tckimlik tckimlikno kimlikno trtckn'],
  ['ZA_ID', 'said idnumber southafricanid zaid'],
  ['IL_ID', 'teudatzehut israeliid ilid'],
  ['EMAIL_ADDRESS', 'email mail emailaddress mailaddress eposta correo courriel'],
  [
    'PHONE_NUMBER',
    'phone phonenumber phoneno telephone telephonenumber tel mobile mobilenumber mobilephone cell cellphone cellular fax faxnumber contactnumber msisdn whatsapp telefon telefono telefone telefonnummer handy movil celular portable gsm puhelin tlf callback dialednumber smsnumber',
  ],
  [
    'PERSON',
    'fullname firstname lastname middlename givenname familyname surname maidenname personname customername username contactname attendee attendees cardholder cardholdername accountholder holder holdername recipient recipientname beneficiary beneficiaryname payee payeename patientname patient employeename employee ownername passenger passengername guardian signatory nominee nextofkin emergencycontact sendername receivername customer vorname nachname nombre apellido apellidos prenom nomdefamille cognome nachnaam voornaam imie nazwisko fornavn etternavn efternavn displayname realname legalname preferredname nickname applicant applicantname student studentname guestname tenantname spouse billingname shippingname authorname assignee reporter',
  ],
  [
    'STREET_ADDRESS',
    'address streetaddress street streetname addressline addressline1 addressline2 address1 address2 homeaddress mailingaddress postaladdress billingaddress shippingaddress deliveryaddress residence adresse strasse anschrift direccion domicilio indirizzo endereco adres rue calle via ulica streetline streetline1 line1address street1 street2',
  ],
  [
    'DATE_OF_BIRTH',
    'dob dateofbirth birthdate birthday birthdt borndate borndon bornon born birth geburtsdatum geburtstag fechanacimiento datenaissance datanascimento datadinascita fodselsdato fodselsdag fodelsedatum geboortedatum dataurodzenia',
  ],
  [
    'IP_ADDRESS',
    'ip ipaddress ipaddr ipv4 ipv6 clientip remoteaddr remoteaddress remoteip sourceip srcip dstip destip xforwardedfor forwardedfor lastloginip serverip hostip gateway subnet',
  ],
  ['MAC_ADDRESS', 'mac macaddress macaddr hwaddr bssid ethernetaddress'],
  ['IMEI', 'imei imei1 imei2 imeinumber deviceimei'],
  ['ICCID', 'iccid simserial simnumber'],
  [
    'VIN',
    'vin vinnumber vehicleidentification vehicleidentificationnumber chassisnumber fahrgestellnummer',
  ],
  [
    'USERNAME',
    'username login loginname loginid userlogin signinname handle screenname benutzername usuario utilisateur accountname',
  ],
  [
    'PASSWORD',
    'password passwd pwd pass passphrase passcode userpassword newpassword oldpassword currentpassword passwort kennwort contrasena motdepasse senha wachtwoord haslo pincode pin',
  ],
  [
    'SECRET_SESSION',
    'token accesstoken authtoken refreshtoken sessiontoken sessionid session sid phpsessid jsessionid bearer bearertoken authorization authentication idtoken csrftoken xsrftoken cookie setcookie oauthtoken xauthtoken apitoken',
  ],
  [
    'SECRET_AWS_KEY',
    'secretaccesskey awssecret awssecretaccesskey awssecretkey awsaccesskey awsaccesskeyid accesskeyid',
  ],
  [
    'SECRET_AZURE',
    'accountkey azurekey storagekey azurestoragekey sharedaccesskey clientsecret azureclientsecret',
  ],
  ['SECRET_TWILIO', 'twilio twilioauthtoken twiliotoken'],
  [
    'SECRET_HIGH_ENTROPY',
    'secret apikey apisecret secretkey clientsecret privatekey signingkey encryptionkey accesskey masterkey sharedsecret webhooksecret xapikey authkey consumersecret appsecret',
  ],
]

/** Telling names too common in prose to count as a cue beside a value. */
export const keyOnlyNames: ReadonlySet<string> = new Set(
  'exp pass pin via customer patient employee holder rut run nas sin fin said nie tin handle visa session track login cookie portable handy calle rue street address mail born cf exp birth via student customer'.split(
    ' ',
  ),
)

/**
 * Words that say a field holds something else: goods, orders, builds, measures, machines. Under
 * them only values that cannot be mistaken speak.
 */
export const opposingWords: ReadonlySet<string> = new Set(
  (
    'order orders sku product products item items article part partno batch lot serial tracking consignment shipment parcel package dependency waybill awb invoice receipt ticket transaction txn txid trade ' +
    'version versions build release revision rev commit semver firmware software upc ean gtin isbn issn barcode asin model meter sensor machine asset inventory stock warehouse store shop ' +
    'count total amount price cost quantity qty sum subtotal balance rate ratio score confidence probability percent percentage weight height width length size duration latency offset limit page views index seq sequence position rank ' +
    'timestamp ts time created updated modified expires epoch millis micros nanos hash digest checksum md5 sha1 sha256 crc etag uuid guid oid objectid cursor nonce signature fingerprint thumbprint blob ' +
    'color colour currency status state category brand company vendor merchant organization organisation org supplier manufacturer ' +
    'request correlation correlator trace span event message job task run log node cluster instance pod container external bestellung bestellnummer artikel pedido commande ordine charge coupon promo voucher campaign license licence'
  ).split(' '),
)

/** Words that say a field holds the name of a thing, so that `name` is not a person's. */
export const thingWords: ReadonlySet<string> = new Set(
  'product brand company store shop file host domain service server project repo repository branch app application event item category class type table column field tag role group team plan bank city country region state county town street package module model vendor merchant organization organisation org supplier manufacturer business school university hotel restaurant venue album song movie game book channel queue topic bucket cluster node zone network device database schema index job task step workflow rule policy template layout theme color colour font image asset icon section campaign drug medication species breed vessel ship station airport screen'.split(
    ' ',
  ),
)

/** Last words of names that only identify a record. */
export const identifierWords: ReadonlySet<string> = new Set(
  'id ids uid uuid guid ref reference number no num nr nummer numero key code'.split(' '),
)

/** Parents under which `name` is a person's. */
export const personRoles: ReadonlySet<string> = new Set(
  'user users owner owners author authors contact contacts person persons people member members customer customers patient patients employee employees sender receiver recipient buyer seller client guest student teacher doctor driver passenger passengers creator assignee reporter attendee attendees participant participants cardholder beneficiary payee payer spouse parent guardian applicant'.split(
    ' ',
  ),
)
