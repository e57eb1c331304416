import { existsSync } from 'node:fs'
import { AppError } from '../platform/errors.ts'

/** Calls a function of another part for the command line, loading it only now. `file` is relative to this folder. */
export async function runHandler(file: string, name: string, input: object): Promise<void> {
  const url = new URL(file, import.meta.url)
  if (!existsSync(url)) throw new AppError('unavailable', `This copy of Rapport comes without ${file.replaceAll('../', '')}.`)
  const module: object = await import(url.href)
  const handler: unknown = Reflect.get(module, name)
  if (typeof handler !== 'function') throw new AppError('unavailable', `${file.replaceAll('../', '')} has no ${name}().`)
  await handler(input)
}
