import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { loadRussian, russianSentences, saidIn } from './said.ts'
import { useLanguage } from './words.ts'

/** A sentence of the server's in the language of the page; undefined when it has no words in it. What is drawn is drawn again when the words arrive. */
export function useSaidIn(): (sentence: string) => string | undefined {
  const language = useLanguage()
  const sentences = useSyncExternalStore(russianSentences.watch, russianSentences.now)
  useEffect(() => {
    if (language === 'ru') void loadRussian()
  }, [language])
  return useCallback((sentence) => saidIn(language, sentence), [language, sentences])
}
