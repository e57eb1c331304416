// A workbook to be written. Types only: both sides import this file.

/** How the cells of a column are written: as text, a number, an amount, a calendar day or a moment. */
export type CellKind = 'text' | 'number' | 'money' | 'day' | 'time'

export type SheetRequest = {
  /** What the sheet of rows and the sheet about them are called; 31 characters each at most. */
  names: [rows: string, about: string]
  columns: readonly { title: string; kind: CellKind }[]
  /** What is said on the second sheet: label and value. */
  about: readonly (readonly [string, string])[]
  author: string
}

/** A row as one line of JSON; a number stands for a number, days and moments are ISO texts without a zone. */
export type SheetRow = readonly (string | number | null)[]

/** The most rows a sheet has, its header among them. */
export const mostSheetRows = 1_048_576
