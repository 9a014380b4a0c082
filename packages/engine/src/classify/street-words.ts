/** Words for streets that stand alone, lower case, without accents or dots. */
export const streetWords: ReadonlySet<string> = new Set(
  (
    'street st road rd avenue ave av lane ln drive dr boulevard blvd court ct crescent cres close terrace terr place pl square sq highway hwy parkway pkwy way alley mews grove gardens row quay embankment esplanade broadway circle cir trail trl turnpike plaza green hill rise walk wharf parade loop pike expressway fwy freeway ' +
    'rue chemin allee impasse quai cours chaussee faubourg route sentier ruelle voie passage promenade cite square ' +
    'via viale corso piazza piazzale vicolo largo lungomare strada contrada borgata salita ' +
    'calle avenida avda paseo plaza carretera ctra camino callejon travesia ronda cuesta glorieta rambla carrer passeig placa bulevar calzada cerrada privada ' +
    'rua travessa praca alameda estrada rodovia largo beco ladeira avenida ' +
    'ulica ul ulice aleja al plac pl osiedle os namesti trida nabrezi nam ulitsa prospekt pereulok bulvar trg cesta put setaliste ' +
    'utca u ut utja ter tere korut krt rakpart rkp sor setany fasor koz dulo kapu liget park lejto ' +
    'strasse str weg platz gasse allee ring ufer damm chaussee steig ' +
    'straat laan weg plein gracht kade dijk singel hof steeg ' +
    'vej gade alle plads vaenge gata gatan vag vagen vei veg gate plass torg torget stigen backen ' +
    'katu tie kuja polku kaari ranta puisto puistotie tanav puiestee maantee iela prospekts gatve aleja ' +
    'sokak sokagi cad caddesi bulvari mahallesi mah odos leoforos akti plateia jalan jl gang lorong aqq poik marg nagar galli sector shari sharia'
  ).split(' '),
)

/** Those of them written without a capital inside an address. */
export const lowerCaseStreetWords: ReadonlySet<string> = new Set(
  'rue avenue boulevard chemin allee impasse place quai cours route viale corso piazza calle avenida paseo rua travessa praca ul ulica ulice aleja plac osiedle namesti trida nabrezi utca u ut utja ter tere korut krt rakpart rkp sor setany koz kapu liget iela gatve prospekts tanav puiestee maantee poik tn sokak cesta trg'.split(
    ' ',
  ),
)

/** Ends of words for streets, in languages that write them together; without accents. */
export const streetEndings =
  /(?:strasse|str|straat|laan|gracht|kade|plein|dijk|singel|hof|steeg|weg|gasse|platz|allee|ufer|damm|chaussee|promenade|vej|gade|gata|gatan|[nrs]gate|gaten|vagen|veien|vegen|veg|vei|stien|stigen|backen|bakken|haugen|svingen|tunet|torget|straede|vaenge|vaenget|toften|parken|lunden|katu|kuja|polku|kaari|[naotiu]tie|tanav|puiestee|maantee|vegur|gotu|gotur|stigur|braut|holt|hlid|ulica|utca|ulitsa|suaq|park|poik|[dgkn]ring|keho|ringen|brinken|kroken|faret|toppen|terrasse|plads)$/

/** Words before a number that make it no house: pages, rooms, rounds, products. */
export const notHouseWords: ReadonlySet<string> = new Set(
  'page chapter section step level part unit version item order number no nr figure table room floor gate terminal flight line lane channel season episode volume vol issue day week month year quarter phase stage round group team player type class grade size model series top iphone android windows office studio playstation xbox area zone block batch lot grand prix platform track box total count score rating age january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun card account invoice ticket case id ref'.split(
    ' ',
  ),
)
