/*! Rapport: what visitors of this site allow. Version 1. Without our server every answer is no. */
;(() => {
  const tag = document.currentScript
  const early = window.rapportConsent
  if (!tag || (early && !Array.isArray(early))) return
  const base = new URL(tag.src).origin
  const preview = 'preview' in tag.dataset
  const language = (tag.dataset.language || document.documentElement.lang || navigator.language || 'en').toLowerCase().startsWith('ru') ? 'ru' : 'en'
  const say = {
    en: {
      title: 'Your choice',
      lead: 'May we? Until you answer it is no. You can change it at any time.',
      yes: 'Yes',
      no: 'No',
      close: 'Close',
      choices: 'Your choices',
      policy: 'More about it',
      gpc: 'Your browser asks not to follow you nor to pass your data on, so this stays no.',
      failed: 'Not saved, so it stays no. Please try again later.',
      away: 'Your choices cannot be reached now. Everything stays no.',
      saved: 'Saved.',
    },
    ru: {
      title: 'Ваш выбор',
      lead: 'Можно? Пока вы не ответили — нет. Передумать можно в любой момент.',
      yes: 'Да',
      no: 'Нет',
      close: 'Закрыть',
      choices: 'Ваш выбор',
      policy: 'Подробнее',
      gpc: 'Ваш браузер просит не следить за вами и не передавать ваши данные, поэтому здесь «нет».',
      failed: 'Не сохранилось, остаётся «нет». Попробуйте позже.',
      away: 'Сейчас ваш выбор недоступен. Всюду остаётся «нет».',
      saved: 'Сохранено.',
    },
  }[language]
  const css = `:host{all:initial}*{box-sizing:border-box}
section,.open{--ink:#1f2428;--paper:#fff;--line:#8b949c;--link:#1c5fa8;font:16px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper);border:1px solid var(--line)}
@media(prefers-color-scheme:dark){section,.open{--ink:#e8e8e4;--paper:#23272b;--line:#7b848c;--link:#8ab8ea}}
section{position:fixed;z-index:2147483000;left:16px;right:16px;bottom:16px;max-width:640px;max-height:70vh;overflow:auto;margin:0 auto;padding:20px;border-radius:12px;box-shadow:0 8px 32px #0004}
h2{font-size:20px;line-height:1.25;margin:0 0 8px;outline:0}h3{font-size:16px;margin:0}p{margin:0 0 8px;overflow-wrap:anywhere}a{color:var(--link)}
.ask{border-top:1px solid var(--line);padding:12px 0}.both{display:grid;grid-template-columns:1fr 1fr;gap:12px}
button{font:inherit;font-weight:600;min-height:44px;padding:8px 14px;border:2px solid var(--line);border-radius:8px;background:none;color:inherit;cursor:pointer}
button[aria-pressed=true]{border-color:var(--ink);background:var(--ink);color:var(--paper)}button:disabled{opacity:.6;cursor:default}
:focus-visible{outline:3px solid var(--link)!important;outline-offset:2px}
.open{position:fixed;z-index:2147482999;left:16px;bottom:16px;min-height:36px;padding:4px 12px;font-size:14px;font-weight:400}[hidden]{display:none!important}`

  // `noes`: what our server has not heard yet.
  const place = 'rapport-consent'
  let held = { visitor: null, noes: [] }
  try {
    held = Object.assign(held, JSON.parse(localStorage.getItem(place) || '{}'))
  } catch {}
  const keep = () => {
    try {
      if (!preview) localStorage.setItem(place, JSON.stringify(held))
    } catch {}
  }

  const gpc = navigator.globalPrivacyControl === true
  const listeners = []
  let asked
  let chosen = new Set()
  let panel
  let opener

  const call = (path, more) =>
    fetch(`${base}/v1/site/visitor${path}`, {
      method: 'POST',
      credentials: 'omit',
      keepalive: true,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ language, gpc, ...(held.visitor ? { visitor: held.visitor } : {}), ...more }),
    }).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))

  const tell = () => {
    for (const one of listeners) {
      const is = chosen.has(one.purpose)
      if (is === one.told) continue
      one.told = is
      one.fn(is)
    }
  }
  const take = (answer) => {
    asked = answer.purposes
    chosen = new Set(asked.filter((p) => p.answer === 'yes' && !held.noes.includes(p.purpose)).map((p) => p.purpose))
    tell()
    return answer
  }
  const send = (answers) => {
    if (preview) return Promise.resolve({ purposes: asked.map((p) => ({ ...p, answer: (answers.find((a) => a.purpose === p.purpose) || p).answer })) })
    held.visitor = held.visitor || btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24)))).replace(/[+/]/g, (c) => (c === '+' ? '-' : '_'))
    keep()
    return call('/answers', { answers }).then((answer) => {
      if (!answer.joined) return answer
      // Somebody signed in with this number: their choices are theirs to change.
      held.visitor = null
      return send(answers)
    })
  }
  const said = (p, answer) => ({ purpose: p.purpose, answer, version: p.version, sha256: p.sha256 })
  const choose = (p, answer) => {
    held.noes = held.noes.filter((one) => one !== p.purpose)
    if (answer === 'no') {
      // A no holds at once, heard or not.
      held.noes.push(p.purpose)
      chosen.delete(p.purpose)
      keep()
      tell()
    }
    return send([said(p, answer)]).then((now) => {
      held.noes = held.noes.filter((one) => one !== p.purpose)
      keep()
      return take(now)
    })
  }

  const el = (name, more, ...inside) => {
    const made = Object.assign(document.createElement(name), more)
    made.append(...inside)
    return made
  }
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'open' })
  const again = el('button', { className: 'open', type: 'button', textContent: say.choices, hidden: true, onclick: () => open(again) })
  const status = el('p', { role: 'status' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  root.append(again)

  const shut = () => {
    if (!panel) return
    panel.remove()
    panel = undefined
    offer()
    if (opener) opener.focus()
    opener = undefined
  }
  const offer = () => {
    again.hidden = Boolean(panel) || Boolean(document.querySelector('[data-rapport-consent]'))
  }
  const questions = (some, first) =>
    some.map((p, i) => {
      const name = `q${i}`
      const locked = gpc && p.gpc
      const now = chosen.has(p.purpose) ? 'yes' : locked || p.answer || held.noes.includes(p.purpose) ? 'no' : ''
      const both = ['no', 'yes'].map((answer) => {
        const one = el('button', { type: 'button', textContent: say[answer], disabled: locked })
        one.setAttribute('aria-pressed', String(now === answer))
        one.setAttribute('aria-label', `${say[answer]}: ${p.title}`)
        one.onclick = () => {
          const left = some.filter((q) => q !== p)
          const done = () => (first && left.length === 0 ? shut() : show(first ? left : asked, first, say.saved))
          choose(p, answer).then(done, () => (answer === 'no' ? done() : show(some, first, say.failed)))
        }
        return one
      })
      const group = el('div', { className: 'ask', role: 'group' }, el('h3', { id: name, textContent: p.title }), el('p', { textContent: p.text }))
      group.setAttribute('aria-labelledby', name)
      if (locked) group.append(el('p', { textContent: say.gpc }))
      group.append(el('div', { className: 'both' }, ...both))
      return group
    })
  const show = (some, first, word) => {
    const focused = panel && root.activeElement
    if (panel) panel.remove()
    const title = el('h2', { id: 't', tabIndex: -1, textContent: say.title })
    panel = el('section', { role: 'dialog', lang: language }, title, el('p', { textContent: some ? say.lead : say.away }))
    panel.setAttribute('aria-labelledby', 't')
    panel.append(...questions(some || [], first))
    if (tag.dataset.policy) panel.append(el('p', {}, el('a', { href: tag.dataset.policy, textContent: say.policy })))
    status.textContent = word || ''
    panel.append(status, el('button', { type: 'button', textContent: say.close, onclick: shut }))
    panel.onkeydown = (event) => void (event.key === 'Escape' && shut())
    root.append(panel)
    offer()
    if (focused || !first) title.focus()
  }
  const open = (from) => {
    opener = from instanceof HTMLElement ? from : undefined
    show(asked, false)
  }

  const on = (purpose, fn) => {
    listeners.push({ purpose, fn, told: false })
    tell()
  }
  const api = { version: 1, gpc, on, allows: (purpose) => chosen.has(purpose), open, push: (pair) => on(pair[0], pair[1]) }
  Object.defineProperty(api, 'visitor', { get: () => held.visitor })
  window.rapportConsent = api
  for (const pair of early || []) on(pair[0], pair[1])

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('[data-rapport-consent]')
    if (!link) return
    event.preventDefault()
    open(link)
  })
  const start = () => {
    document.body.prepend(host)
    offer()
    call('', {})
      .then(take)
      .then(() => {
        const unheard = asked.filter((p) => held.noes.includes(p.purpose) || (gpc && p.gpc && p.answer === null && !preview))
        if (unheard.length > 0)
          send(unheard.map((p) => said(p, 'no'))).then(
            (now) => {
              held.noes = []
              keep()
              take(now)
            },
            () => {}, // told with the next page
          )
        const open = asked.filter((p) => p.answer === null && !unheard.includes(p))
        if (open.length > 0 && !gpc && !panel) show(open, true)
      })
      .catch(() => {}) // our server is away: nobody is asked, and nothing is allowed
  }
  if (document.body) start()
  else document.addEventListener('DOMContentLoaded', start)
})()
