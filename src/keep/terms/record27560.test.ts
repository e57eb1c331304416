import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChainedEvent } from './consentChain.ts'
import { hashOfEvent } from './consentHash.ts'
import type { Purpose } from './purposes.ts'
import { record27560 } from './record27560.ts'

const at = (day: string) => new Date(`${day}T10:00:00Z`)
const sha256 = Buffer.alloc(32, 7)
const base = {
  v: 2 as const,
  customer: 1,
  purpose: 'marketing',
  category: 'contact',
  channel: 'email',
  topic: '*',
  replaces: null,
  expiresAt: null,
  purposeVersion: 1,
  notice: 'marketing',
  noticeVersion: 1,
  language: 'en',
  evidenceKind: null,
  evidenceHash: null,
  by: { kind: 'customer', id: 1, role: 'customer' },
  importId: null,
  recordSeq: 1,
  noticeSha256: sha256,
  basisText: 'https://w3id.org/dpv/legal/eu/gdpr#A6-1-a',
  evidence: null,
  holds: true,
}
const chained = (before: ChainedEvent | null, e: Omit<ChainedEvent, 'hash'>): ChainedEvent => ({ ...e, hash: hashOfEvent(before?.hash ?? null, e) })
const asked = chained(null, {
  ...base,
  seq: 1,
  from: 'ConsentUnknown',
  state: 'ConsentRequested',
  at: at('2026-03-01'),
  eventType: 'Informed',
  method: 'portal',
})
const given = chained(asked, {
  ...base,
  seq: 2,
  from: 'ConsentRequested',
  state: 'ConsentGiven',
  at: at('2026-03-01'),
  eventType: 'ExplicitlyExpressed',
  method: 'portal',
  evidenceKind: 'portal',
  expiresAt: at('2028-03-01'),
})
const gone = chained(given, {
  ...base,
  seq: 3,
  from: 'ConsentGiven',
  state: 'ConsentWithdrawn',
  at: at('2026-05-02'),
  eventType: 'Expressed',
  method: 'phone',
  by: { kind: 'staff', id: 7, role: 'clerk' },
  notice: null,
  noticeVersion: null,
  noticeSha256: null,
})
const purpose: Purpose = {
  purpose: 'marketing',
  version: 1,
  number: 2,
  parent: null,
  above: [],
  dpv: { name: 'dpv:DirectMarketing', iri: 'https://w3id.org/dpv#DirectMarketing' },
  legalBasis: 'consent',
  categories: ['contact', 'profile'],
  fields: ['name'],
  channels: ['email'],
  checks: new Set(),
  roles: ['marketer'],
  retention: 'consent|P1Y',
  notice: 'marketing',
  consentFor: 'P2Y',
  askAgain: 'P180D',
  recipients: ['Letters & Sons'],
  title: { en: 'News and offers', ru: 'Новости и предложения' },
  needs: [],
  context: null,
  weighs: false,
  explanation: {},
  registeredAt: at('2026-01-01'),
}
const notice = {
  notice: 'marketing',
  version: 1,
  at: at('2026-01-01'),
  by: { kind: 'service', id: 0 },
  asksMore: false,
  texts: { en: { body: 'I agree to news.', sha256 } },
}
const company = { name: 'Books', country: 'RU', mailFrom: 'hello@books.example', address: null, page: 'https://books.example' }

test('a record of ISO/IEC TS 27560 says all that the standard asks for, and each member is a term', () => {
  const { '@context': context, ...record } = record27560([asked, given, gone], 'c_principal', { purpose, notice, company })
  const hash = (e: ChainedEvent) => e.hash.toString('hex')
  const id = hash(asked).slice(0, 32)
  assert.deepEqual(record, {
    '@id': `urn:consent:${id}`,
    '@type': 'https://w3id.org/dpv#ConsentRecord',
    schema_version: 'ISO/IEC TS 27560:2023',
    record_id: id,
    pii_principal_id: 'c_principal',
    privacy_notice: {
      id: 'marketing',
      version: 1,
      sha256: sha256.toString('hex'),
      text: 'I agree to news.',
      url: 'https://books.example/v1/consent-texts/marketing/1',
    },
    language: 'en',
    purpose: purpose.title,
    purpose_type: 'https://w3id.org/dpv#DirectMarketing',
    lawful_basis: 'https://w3id.org/dpv/legal/eu/gdpr#A6-1-a',
    pii_information: ['contact', 'profile'],
    pii_controllers: [{ name: 'Books', address: null, contact: 'hello@books.example' }],
    collection_method: 'portal',
    processing_method: ['https://w3id.org/dpv#Collect', 'https://w3id.org/dpv#Store', 'https://w3id.org/dpv#Use'],
    storage_locations: ['RU'],
    retention_period: 'consent|P1Y',
    jurisdiction: 'RU',
    recipient_third_parties: ['Letters & Sons'],
    withdrawal_method: { '@id': 'https://w3id.org/dpv#WithdrawConsent', url: 'https://books.example/my' },
    privacy_rights: record.privacy_rights,
    scope: { category: 'contact', channel: 'email', topic: '*' },
    events: [
      {
        event_time: '2026-03-01T10:00:00.000Z',
        validity_duration: null,
        entity_id: 'c_principal',
        event_type: 'https://w3id.org/dpv#InformedConsent',
        event_state: 'https://w3id.org/dpv#ConsentRequested',
        method: 'portal',
        evidence: null,
        number: 1,
        hash: hash(asked),
      },
      {
        event_time: '2026-03-01T10:00:00.000Z',
        validity_duration: '2028-03-01T10:00:00.000Z',
        entity_id: 'c_principal',
        event_type: 'https://w3id.org/dpv#ExplicitlyExpressedConsent',
        event_state: 'https://w3id.org/dpv#ConsentGiven',
        method: 'portal',
        evidence: 'portal',
        number: 2,
        hash: hash(given),
      },
      {
        event_time: '2026-05-02T10:00:00.000Z',
        validity_duration: null,
        entity_id: 'clerk',
        event_type: 'https://w3id.org/dpv#ExpressedConsent',
        event_state: 'https://w3id.org/dpv#ConsentWithdrawn',
        method: 'phone',
        evidence: null,
        number: 3,
        hash: hash(gone),
      },
    ],
  })
  assert.ok(record.privacy_rights.includes('https://w3id.org/dpv/legal/eu/gdpr#A7-3'), 'to withdraw is among them')
  const said = new Set(Object.keys(record).filter((member) => !member.startsWith('@') && member !== 'scope'))
  assert.deepEqual(
    [...said].filter((member) => !Object.hasOwn(context, member)),
    [],
  )
})
