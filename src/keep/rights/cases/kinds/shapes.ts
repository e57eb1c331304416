// What requests by right are told apart by, also in the addresses of pages: without the shapes of requests.

/** What a person may ask of a company that keeps their data; there is no other kind of case. */
export const rightsKinds = ['access', 'rectify', 'erase', 'restrict', 'object', 'portability', 'review', 'complaint'] as const
export type Right = (typeof rightsKinds)[number]
/** What a mandate may give: any right, and bringing a copy from another company. */
export const powerKinds = [...rightsKinds, 'moving'] as const
export type Power = (typeof powerKinds)[number]
/** What stands in a case: a right that is used, a restriction that its person lifts again, or another company's copy that they bring. */
export const caseKinds = [...rightsKinds, 'lifting', 'moving'] as const
export type CaseKind = (typeof caseKinds)[number]
export const laws = ['152fz', 'gdpr'] as const
export type Law = (typeof laws)[number]
/** How a request came. */
export const roads = ['portal', 'phone', 'paper', 'counter', 'mail'] as const
export type Road = (typeof roads)[number]
export const caseStates = ['open', 'answered', 'taken_back'] as const
export type CaseState = (typeof caseStates)[number]
/** As the desk asks for them: those that wait, those of them whose day has passed, those that are over. */
export const deskStates = ['open', 'overdue', 'over'] as const
export type DeskState = (typeof deskStates)[number]
export const outcomes = ['granted', 'refused'] as const
export type Outcome = (typeof outcomes)[number]
/** On what a refusal rests. The first three are the house's own, by the basis of a purpose; an officer may give each. */
export const grounds = ['take_back_consent', 'contract', 'law', 'correct_already', 'unproven', 'others', 'dispute', 'excessive'] as const
export type Ground = (typeof grounds)[number]
