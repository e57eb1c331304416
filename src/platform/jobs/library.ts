import { registerHooks } from 'node:module'

type Library = typeof import('graphile-worker')

const noLookUp = 'data:text/javascript,export const cosmiconfigSync = () => ({ search: () => null })'

let loaded: Promise<Library> | undefined

/**
 * graphile-worker, without its look-up for a configuration file: as it is loaded it walks from the working folder up to the
 * home folder and runs what it finds there, which nobody wants and the office's permissions refuse.
 */
export function library(): Promise<Library> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Library> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => (specifier === 'cosmiconfig' ? { url: noLookUp, shortCircuit: true } : next(specifier, context)),
  })
  try {
    return await import('graphile-worker')
  } finally {
    hooks.deregister()
  }
}
