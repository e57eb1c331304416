import { figureColumns, isFigure, isPersonal, personalColumns } from '../../../src/keep/exports/shapes.ts'
import type { Language } from '../../ui/words.ts'

/** What an export calls its own columns; none for a company's own field. */
export function columnTitle(column: string, language: Language): string | undefined {
  if (isPersonal(column)) return personalColumns[column][language]
  return isFigure(column) ? figureColumns[column][language] : undefined
}

const isExported = (column: string): boolean => isPersonal(column) || isFigure(column) || column.startsWith('x_')

/** Of the columns that a list shows, those a file can have; in the order they are shown. */
export const exportedOf = (shown: readonly string[]): string[] => shown.filter(isExported)

/** The columns a file may have beside those of the list. */
export const personalNames: readonly string[] = Object.keys(personalColumns)
export const figureNames: readonly string[] = Object.keys(figureColumns)
