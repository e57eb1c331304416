// What data is about, in the categories of W3C's Data Privacy Vocabulary (https://w3id.org/dpv/pd): each kind by the term it stands for.

export const dataKinds = {
  mark: 'Profile',
  preference: 'Preference',
  habit: 'Behavioral',
  contact: 'Contact',
  identity: 'Identifying',
  money: 'Financial',
  work: 'Professional',
  family: 'Family',
  health: 'MedicalHealth',
  belief: 'ReligiousBelief',
  politics: 'PoliticalOpinion',
  origin: 'Ethnicity',
  intimate: 'Sexual',
  offence: 'Criminal',
} as const
export type DataKind = keyof typeof dataKinds

/** Those the law guards most (GDPR articles 9 and 10): sealed under a key of their own, counted, filtered and chosen by nowhere. */
const delicateKinds = ['health', 'belief', 'politics', 'origin', 'intimate', 'offence'] as const satisfies readonly DataKind[]

export const isDelicate = (about: string | null | undefined): boolean => delicateKinds.some((kind) => kind === about)

const isDataKind = (about: string): about is DataKind => Object.hasOwn(dataKinds, about)

/** The term of the vocabulary; null where nobody said what it is about. */
export const dpvOf = (about: string | null | undefined): string | null => (about && isDataKind(about) ? `https://w3id.org/dpv/pd#${dataKinds[about]}` : null)

/** What of a customer stands with them in the clear and is changed by hand. */
export const rowFields = ['role', 'language'] as const
export type RowField = (typeof rowFields)[number]
export const isRowField = (field: string): field is RowField => rowFields.some((each) => each === field)
