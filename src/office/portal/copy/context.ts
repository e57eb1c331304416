// How the words of our answers are called elsewhere (JSON-LD 1.1): schema.org for people and things, the Data Privacy Vocabulary 2 for
// what data is used for, PROV for where it came from. What has no word there keeps ours.

export const context = {
  '@vocab': 'https://rapport.example/terms#',
  schema: 'https://schema.org/',
  dpv: 'https://w3id.org/dpv#',
  prov: 'http://www.w3.org/ns/prov#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  at: { '@id': 'schema:dateCreated', '@type': 'xsd:dateTime' },
  since: { '@id': 'schema:startDate' },
  until: { '@id': 'schema:endDate' },
  title: 'schema:name',
  text: 'schema:text',
  subject: 'schema:headline',
  quantity: 'schema:orderQuantity',
  sku: 'schema:sku',
  currency: 'schema:currency',
  country: 'schema:addressCountry',
  language: 'schema:inLanguage',
  source: 'prov:hadPrimarySource',
  actor: 'prov:wasAssociatedWith',
  purpose: 'dpv:hasPurpose',
  purposes: 'dpv:hasPurpose',
  basis: 'dpv:hasLegalBasis',
  recipients: 'dpv:hasRecipient',
  operation: 'dpv:hasProcessing',
} as const
