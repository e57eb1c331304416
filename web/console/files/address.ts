import type { FileView } from '../../../src/keep/files/contract.ts'
import { downloadFile } from '../../../src/keep/files/contract.ts'

export const addressOf = (file: FileView): string =>
  downloadFile.path.replace(':customer_id', encodeURIComponent(file.customer_id)).replace(':file_id', encodeURIComponent(file.id))

const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** As what a file can be looked at in the page; undefined: it can only be taken away. A drawing (SVG) is a program, so it is none. */
export function lookOf({ media_type }: Pick<FileView, 'media_type'>): 'picture' | 'pdf' | 'text' | undefined {
  if (pictures.has(media_type)) return 'picture'
  if (media_type === 'application/pdf') return 'pdf'
  return media_type === 'text/plain' || media_type === 'text/csv' ? 'text' : undefined
}
