import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { systemClock } from '../../../platform/clock.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import { readVerifier } from '../verify/note.ts'
import { type Watched, type WitnessState, watchLog, witnessKey, witnessState } from './watch.ts'

const answerMs = 30_000

type Asked = { url: string; state: string; name?: string | undefined; key?: string | undefined; everyS: number; say(line: string): void }

/**
 * `rapport witness URL`: follows the log of another installation and signs each state that continues the one before. What it knows stands in one file;
 * with it goes the memory of what was signed, so a witness whose file is lost begins again under another key. Ends with exit code 1 when it
 * was shown a log that does not continue the one it knows, and keeps both.
 */
export async function witness(o: Asked): Promise<void> {
  const url = siteOf(o.url)
  let state = await stateAt(url, o)
  o.say(`Key of this witness, to be registered there: ${witnessKey(state)}`)
  for (;;) {
    const watched = await look(url, state, (next) => {
      state = next
      write(o.state, state)
    })
    o.say(sentenceOf(watched, state, o.state))
    if ('seen' in watched) {
      writeFileSync(`${o.state}.evidence`, `${watched.seen}\n\n${watched.shown}`)
      process.exitCode = 1
      return
    }
    if (o.everyS === 0) return
    await wait(o.everyS * 1000)
  }
}

async function look(url: string, state: WitnessState, keep: (next: WitnessState) => void): Promise<Watched | { is: 'away'; why: string }> {
  try {
    return await watchLog(state, systemClock.now(), {
      get: (path) => asked(url, path),
      post: (path, body) => asked(url, path, { method: 'POST', body, headers: { 'content-type': 'text/plain' } }),
      keep,
    })
  } catch (error) {
    return { is: 'away', why: error instanceof Error ? error.message : 'no answer' }
  }
}

async function asked(url: string, path: string, init: RequestInit = {}): Promise<{ status: number; text: string }> {
  const answer = await fetch(url + path, { ...init, signal: AbortSignal.timeout(answerMs) })
  return { status: answer.status, text: await answer.text() }
}

function sentenceOf(watched: Watched | { is: 'away'; why: string }, state: WitnessState, file: string): string {
  switch (watched.is) {
    case 'signed':
      return watched.refused === undefined
        ? `Signed the log at ${watched.size} entries.`
        : `Signed ${watched.size} entries, and the log did not take it: ${watched.refused}`
    case 'same':
      return 'Nothing new.'
    case 'empty':
      return 'The log has no checkpoint yet.'
    case 'foreign':
      return `What is shown there is not signed by ${state.log.key}.`
    case 'away':
      return `No answer: ${watched.why}`
    default:
      return `The log ${watched.is === 'shrunk' ? 'has become shorter' : 'was changed'}: it does not continue the one seen before. Both states are in ${file}.evidence.`
  }
}

async function stateAt(url: string, o: Asked): Promise<WitnessState> {
  if (existsSync(o.state)) {
    const read = witnessState.safeParse(JSON.parse(readFileSync(o.state, 'utf8')))
    if (!read.success) throw badInput(`${o.state} is not the file of a witness.`, '--state')
    return read.data
  }
  const key = o.key ?? (await asked(url, '/log/key')).text.trim()
  if (!readVerifier(key)) throw new AppError('not_found', `${url} shows no key of a log.`)
  const made: WitnessState = { name: o.name ?? `${new URL(url).host}/witness`, seed: randomBytes(32).toString('base64'), log: { key, checkpoint: null } }
  write(o.state, made)
  return made
}

/** Whole or not at all: a witness that forgot what it signed would sign a fork. */
function write(file: string, state: WitnessState): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 1)}\n`, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}

function siteOf(typed: string): string {
  if (!URL.canParse(typed)) throw badInput(`"${typed}" is no address; it looks like https://shop.example.`, 'URL')
  return new URL(typed).origin
}
