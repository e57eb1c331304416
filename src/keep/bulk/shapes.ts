/** What may be done to many at once. */
export const deeds = ['tag', 'untag', 'assign', 'set_field', 'trash', 'restore', 'add_task'] as const
export type Deed = (typeof deeds)[number]

/** Fields of a customer's own row that many may be given at once; else `form` and a company's own fields. */
export { isRowField, type RowField } from '../customers/shapes.ts'
/** Which units look after them: not a field of theirs, and set like one. */
export const unitsField = 'units'

/** What it comes to for some customers: those it changed (or may, where the office changes them), and why others were left out. */
/** `was`: of a role or a language, what stood before this with those it changed now. */
export type Dealt = { changed: number[]; unchanged: number; leftOut: Map<string, number>; was?: Map<number, string | null> }
