// zod tries whether it may compile; the rules of this page forbid it, and the browser would complain aloud. Read when zod is loaded: so this goes first.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
