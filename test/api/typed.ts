import { assert } from '../../src/platform/errors.ts'

// The commands of a guide, as a shell would read them: curl with the few options that guides use, and what is taken from its answers.

export type Typed =
  | { is: 'curl'; method: string; url: string; headers: Record<string, string>; body: string | undefined; jar: boolean; line: string }
  | { is: 'export'; name: string; value: string; path: string | undefined }

/** The lines of all blocks of commands in a guide, each as it was written. */
export const commandsOf = (guide: string): string[] =>
  [...guide.matchAll(/```sh\n([\s\S]*?)\n```/g)].flatMap(([, block = '']) => block.split('\n')).filter((line) => /^(curl|export) /.test(line))

/** Reads one line; `known` is what was exported before. */
export function typedOf(line: string, known: ReadonlyMap<string, string>): Typed {
  const [command = '', note] = line.split(/\s+#\s+/)
  const words = wordsOf(command, known)
  if (words[0] === 'export') {
    const [name = '', value = ''] = (words[1] ?? '').split('=')
    return { is: 'export', name, value, path: note }
  }
  const headers: Record<string, string> = {}
  let method: string | undefined
  let body: string | undefined
  let url = ''
  let jar = false
  for (let i = 1; i < words.length; i++) {
    const word = words[i] ?? ''
    const next = () => words[++i] ?? ''
    if (word === '-X') method = next()
    else if (word === '-H') {
      const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(next()) ?? []
      headers[name.toLowerCase()] = value
    } else if (word === '--json' || word === '--data-binary') {
      body = next()
      if (word === '--json') headers['content-type'] = 'application/json'
    } else if (word === '-b' || word === '-c') {
      jar = true
      next()
    } else if (word !== '-i') {
      assert(!word.startsWith('-'), `an option that no guide uses: ${word}`)
      url = word
    }
  }
  return { is: 'curl', method: method ?? (body === undefined ? 'GET' : 'POST'), url, headers, body, jar, line }
}

/** Words with quotes taken off; names are put in but for between single quotes. */
function wordsOf(command: string, known: ReadonlyMap<string, string>): string[] {
  const put = (text: string) => text.replace(/\$([A-Z_]+)/g, (_, name: string) => known.get(name) ?? '')
  return [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"]+)+/g)].map(([word]) =>
    [...word.matchAll(/'([^']*)'|"([^"]*)"|[^'"]+/g)].map(([all, single, double]) => single ?? put(double ?? all)).join(''),
  )
}
