// Which keys the pages listen for, read from their code: `keys: 'J'` in a list of shortcuts, or the last part of an action.

const inShortcuts = /\bkeys: '([^']+)'/g
const inActions = /^\s*\['[a-z_]+', Icon\w+, .*, '([A-Z/?])'\],?$|^.*\(\[\['[a-z_]+', Icon\w+, .*, '([A-Z/?])'\]\]/gm

/** Each key that a file listens for. */
export function keysInUse(files: readonly { file: string; text: string }[]): { file: string; keys: string }[] {
  return files.flatMap(({ file, text }) => {
    const keys = text.includes('useShortcuts(') ? [...text.matchAll(inShortcuts)].map((m) => m[1] ?? '') : []
    const ofActions = text.includes('useActions(') ? [...text.matchAll(inActions)].map((m) => m[1] ?? m[2] ?? '') : []
    return [...keys, ...ofActions].map((each) => ({ file, keys: each }))
  })
}

/** The keys on the sheet. */
export const keysOnSheet = (text: string): string[] => [...text.matchAll(/^\s*\['([^']+)', 'key_/gm)].map((m) => m[1] ?? '')
