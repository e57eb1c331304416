import type { ChainedEvent } from './consentChain.ts'
import type { NoticeVersion } from './notices.ts'
import { legalBasisIri, type Purpose } from './purposes.ts'

// A consent as ISO/IEC TS 27560:2023 records it, in JSON-LD: the members have the standard's names, the context gives each its term of
// W3C's DPV 2.3 (https://w3id.org/dpv). Pure: of the events of one record, and of what the register, the notice and the company say.

export type Company = { name: string; country: string; mailFrom: string; address: string | null; page: string }
type Known = { purpose: Purpose | undefined; notice: NoticeVersion | undefined; company: Company }

const dpv = (term: string) => `https://w3id.org/dpv#${term}`

const context = {
  dpv: 'https://w3id.org/dpv#',
  dct: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  schema_version: 'dct:conformsTo',
  record_id: 'dct:identifier',
  pii_principal_id: 'dpv:hasDataSubject',
  privacy_notice: 'dpv:hasNotice',
  language: 'dct:language',
  purpose: { '@id': 'dpv:hasPurpose' },
  purpose_type: { '@id': 'dct:type', '@type': '@id' },
  lawful_basis: { '@id': 'dpv:hasLegalBasis', '@type': '@id' },
  pii_information: 'dpv:hasPersonalData',
  pii_controllers: 'dpv:hasDataController',
  collection_method: 'dpv:hasDataSource',
  processing_method: { '@id': 'dpv:hasProcessing', '@type': '@id' },
  storage_locations: 'dpv:hasLocation',
  retention_period: 'dpv:hasDuration',
  jurisdiction: 'dpv:hasJurisdiction',
  recipient_third_parties: 'dpv:hasRecipientThirdParty',
  withdrawal_method: { '@id': 'dpv:hasConsentControl' },
  privacy_rights: { '@id': 'dpv:hasRight', '@type': '@id' },
  events: { '@id': 'dct:hasPart', '@container': '@list' },
  event_time: { '@id': 'dpv:isIndicatedAtTime', '@type': 'xsd:dateTime' },
  validity_duration: { '@id': 'dct:valid', '@type': 'xsd:dateTime' },
  entity_id: 'dpv:isIndicatedBy',
  event_type: { '@id': 'dct:type', '@type': '@id' },
  event_state: { '@id': 'dpv:hasConsentStatus', '@type': '@id' },
} as const

const eventTypes: { readonly [type: string]: string } = {
  Informed: dpv('InformedConsent'),
  Implied: dpv('ImpliedConsent'),
  Expressed: dpv('ExpressedConsent'),
  ExplicitlyExpressed: dpv('ExplicitlyExpressedConsent'),
}

/** What a consent gives its person by the GDPR: DPV's own table of bases and rights. */
const rights = ['A7-3', 'A13', 'A14', 'A15', 'A16', 'A17', 'A18', 'A19', 'A20', 'A22', 'A77'].map((article) => `https://w3id.org/dpv/legal/eu/gdpr#${article}`)

/** Opaque and checkable: the beginning of the hash of the record's first event. */
export const recordId = (first: ChainedEvent): string => first.hash.subarray(0, 16).toString('hex')

/** The record of these events, oldest first; there is at least one. */
export function record27560(events: readonly [ChainedEvent, ...ChainedEvent[]], principal: string, { purpose, notice, company }: Known) {
  const [first] = events
  const shown = events.findLast((e) => e.notice !== null)
  const basis = events.findLast((e) => e.basisText !== null)?.basisText ?? legalBasisIri[purpose?.legalBasis ?? 'consent'][1]
  return {
    '@context': context,
    '@id': `urn:consent:${recordId(first)}`,
    '@type': dpv('ConsentRecord'),
    schema_version: 'ISO/IEC TS 27560:2023',
    record_id: recordId(first),
    pii_principal_id: principal,
    privacy_notice: shown && {
      id: shown.notice,
      version: shown.noticeVersion,
      sha256: shown.noticeSha256?.toString('hex') ?? null,
      text: notice?.texts[shown.language ?? '']?.body ?? null,
      url: `${company.page}/v1/consent-texts/${shown.notice}/${shown.noticeVersion}`,
    },
    language: shown?.language ?? null,
    purpose: purpose?.title ?? first.purpose,
    purpose_type: purpose?.dpv.iri ?? null,
    lawful_basis: basis,
    pii_information: purpose ? [...purpose.categories] : [],
    pii_controllers: [{ name: company.name, address: company.address, contact: company.mailFrom }],
    collection_method: first.method,
    processing_method: [dpv('Collect'), dpv('Store'), dpv('Use')],
    storage_locations: [company.country],
    retention_period: purpose?.retention ?? null,
    jurisdiction: company.country,
    recipient_third_parties: purpose ? [...purpose.recipients] : [],
    withdrawal_method: { '@id': dpv('WithdrawConsent'), url: `${company.page}/my` },
    privacy_rights: rights,
    scope: { category: first.category, channel: first.channel, topic: first.topic },
    events: events.map((e) => ({
      event_time: e.at.toISOString(),
      validity_duration: e.expiresAt?.toISOString() ?? null,
      entity_id: e.by.kind === 'customer' ? principal : e.by.role,
      event_type: eventTypes[e.eventType] ?? e.eventType,
      event_state: dpv(e.state),
      method: e.method,
      evidence: e.evidenceKind,
      number: e.seq,
      hash: e.hash.toString('hex'),
    })),
  }
}
