/** What an operator is told when the keys of an installation are made, by whichever command makes them. */
export const recoveryWords = (printed: string): string => `Recovery key, shown this once. Write it down and keep it away from this machine:\n\n  ${printed}\n`
