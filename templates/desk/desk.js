/** Enhancements of the desk's pages: keyboard shortcuts, help in an overlay, times in the reader's zone. */
;(() => {
  const { tinykeys } = window.tinykeys ?? {}
  const kept = 'daywire.keys'
  const help = document.getElementById('keys-help')
  const byPlace = (place) => document.querySelector(`nav a[data-place="${place}"]`)

  const areOn = () => localStorage.getItem(kept) !== 'off'
  const say = (text) => {
    document.getElementById('said').textContent = text
  }

  /** Rows that keys move between: each has a link that opens it. */
  const rows = () => [...document.querySelectorAll('[data-row]')]
  const current = () => rows().find((row) => row.classList.contains('here')) ?? null

  const move = (by) => {
    const all = rows()
    if (all.length === 0) return
    const at = all.indexOf(current())
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)]
    for (const row of all) row.classList.toggle('here', row === next)
    next.querySelector('[data-open]')?.focus({ preventScroll: true })
    next.scrollIntoView({ block: 'nearest' })
  }

  const keys = {
    '?': () => help.showModal(),
    '/': () => document.querySelector('[data-search]')?.focus(),
    j: () => move(1),
    k: () => move(-1),
    o: () => current()?.querySelector('[data-open]')?.click(),
    v: () => current()?.querySelector('[data-source]')?.click(),
    z: () => document.querySelector('[data-key="z"]')?.click(),
    'g t': () => byPlace('today')?.click(),
    'g e': () => byPlace('editions')?.click(),
    'g s': () => byPlace('stories')?.click(),
    'g f': () => byPlace('sources')?.click(),
    'g r': () => byPlace('readers')?.click(),
  }
  // Keys for a row's own buttons and links.
  for (const key of 'xudmplhe')
    keys[key] = () => current()?.querySelector(`[data-key="${key}"]:not(:disabled)`)?.click()
  const isBusy = (event) =>
    event.target.closest('input, select, textarea, [contenteditable]') !== null ||
    document.querySelector('dialog[open]') !== null ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey

  let stop = null
  const apply = () => {
    stop?.()
    stop = null
    if (areOn() && tinykeys)
      stop = tinykeys(
        window,
        Object.fromEntries(
          Object.entries(keys).map(([key, act]) => [
            '?/'.includes(key) ? `[Shift]+${key}` : key,
            (event) => {
              if (isBusy(event)) return
              event.preventDefault()
              act()
            },
          ]),
        ),
      )
    for (const button of document.querySelectorAll('[data-keys-switch]'))
      button.textContent = areOn() ? button.dataset.off : button.dataset.on
  }
  for (const button of document.querySelectorAll('[data-keys-switch]'))
    button.addEventListener('click', () => {
      localStorage.setItem(kept, areOn() ? 'off' : 'on')
      apply()
    })
  document.querySelector('[data-help]')?.addEventListener('click', (event) => {
    event.preventDefault()
    help.showModal()
  })
  for (const part of document.querySelectorAll('[data-with-scripts]')) part.hidden = false
  apply()

  /** The check boxes of a name: the ticked ones are counted, and one box ticks them all. */
  const boxes = (name) => [...document.querySelectorAll(`input[name="${CSS.escape(name)}"]`)]
  const countTicks = () => {
    for (const place of document.querySelectorAll('[data-ticked]')) {
      const count = boxes(place.dataset.ticked).filter((box) => box.checked).length
      const { one, other } = place.dataset
      place.textContent = count === 1 ? one : other.replace('0', String(count))
    }
    for (const all of document.querySelectorAll('[data-ticks]')) {
      const ticked = boxes(all.dataset.ticks).filter((box) => box.checked).length
      all.checked = ticked > 0 && ticked === boxes(all.dataset.ticks).length
      all.indeterminate = ticked > 0 && !all.checked
    }
  }
  document.addEventListener('change', ({ target }) => {
    const name = target.dataset?.ticks
    if (name !== undefined) for (const box of boxes(name)) box.checked = target.checked
    countTicks()
  })
  window.addEventListener('pageshow', countTicks)

  /** Fills a field with the text of a chosen file. */
  for (const input of document.querySelectorAll('input[data-fills]'))
    input.addEventListener('change', async () => {
      const [file] = input.files
      if (file) document.getElementById(input.dataset.fills).value = await file.text()
    })

  /** Times in the reader's zone instead of the server's; hidden if they equal those of the digest. */
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const written = (time, how) => new Intl.DateTimeFormat('en-GB', how).format(new Date(time.dateTime))
  const clock = { hour: '2-digit', minute: '2-digit' }
  const showOwnHours = () => {
    for (const place of document.querySelectorAll('[data-own-zone]')) place.textContent = zone
    for (const time of document.querySelectorAll('time[data-own-hour]'))
      time.textContent = written(time, { weekday: 'short', day: 'numeric', month: 'short', ...clock })
    for (const time of document.querySelectorAll('time[data-own-clock]')) {
      time.textContent = written(time, clock)
      time.parentElement.hidden = time.textContent === time.dataset.ownClock
    }
  }
  showOwnHours()

  /** Shows why a page is no longer kept up to date. */
  let isOver = false
  const finish = (why) => {
    isOver = true
    for (const notice of document.querySelectorAll('[data-over]')) notice.hidden = notice.dataset.over !== why
  }
  document.addEventListener('over', ({ detail }) => finish(detail.data))
  document.addEventListener('htmx:sse:error', ({ detail }) => {
    if (detail.status === 401) finish('signed-out')
  })
  document.addEventListener('htmx:response:error', ({ target }) => {
    if (target.hasAttribute?.('hx-sse:connect')) finish('elsewhere')
  })
  document.addEventListener('htmx:sse:before:connection', (event) => {
    if (isOver) event.preventDefault()
  })

  document.addEventListener('htmx:after:swap', (event) => {
    showOwnHours()
    const said = event.target?.querySelector?.('[data-said]')
    if (said) say(said.dataset.said)
  })
})()
