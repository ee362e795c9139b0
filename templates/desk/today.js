/** Enhancements of a day's page: keeps the focus on the story that was moved, and lets stories be dragged. */
;(() => {
  const day = () => document.getElementById('day')

  /** Focuses the story that was changed, or what has to be decided first. */
  const settle = () => {
    document.querySelector('#day [data-attend]')?.focus()
    const row = document.getElementById(`story-${day()?.dataset.focus}`)
    if (!row) return
    for (const one of document.querySelectorAll('[data-row]')) one.classList.toggle('here', one === row)
    row.querySelector('[data-open]')?.focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
  }

  /** Requests the place where a row was dropped, like its buttons. */
  const dropped = ({ item, oldIndex, newIndex }) => {
    if (oldIndex === newIndex) return
    const next = item.nextElementSibling
    const beside = next ?? item.previousElementSibling
    const button = document.getElementById('dropped')
    button.value = `move ${item.dataset.story} ${next ? 'before' : 'after'} ${beside.dataset.story}`
    button.click()
  }

  const sortLists = () => {
    for (const list of document.querySelectorAll('[data-sort]'))
      if (!window.Sortable.get(list))
        window.Sortable.create(list, { handle: '.place', animation: 120, onEnd: dropped })
  }

  /** Loads the library once a mouse is over a sortable list. */
  let isAsked = false
  document.addEventListener('pointerover', ({ target, pointerType }) => {
    if (isAsked || pointerType !== 'mouse' || !target.closest('[data-sort]')) return
    isAsked = true
    const { sortable, sortableIntegrity } = day().dataset
    const script = document.createElement('script')
    Object.assign(script, { src: sortable, integrity: sortableIntegrity, onload: sortLists })
    document.head.append(script)
  })

  /** Counts down the remaining time from what the server sent last: the clock of this machine may be wrong. */
  let counted = null
  let interval = null
  const count = () => {
    const timer = document.querySelector('[data-left]')
    if (timer && (timer !== counted?.timer || timer.dataset.left !== counted.left))
      counted = { timer, left: timer.dataset.left, since: performance.now() }
    clearInterval(interval)
    interval = timer ? setInterval(showLeft, 1000) : null
    if (timer) showLeft()
  }
  const showLeft = () => {
    const { timer, left, since } = counted
    const seconds = Math.max(0, Math.ceil(Number(left) - (performance.now() - since) / 1000))
    const text = leftText(seconds, timer.dataset)
    if (timer.textContent !== text) timer.textContent = text
  }
  /** In the server's format. */
  const leftText = (seconds, { minutes, hours }) => {
    if (seconds < 3600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    const all = Math.round(seconds / 60)
    if (all < 120) return minutes.replace('{m}', all)
    return hours.replace('{h}', Math.floor(all / 60)).replace('{m}', all % 60)
  }

  /** The id of the element to focus after a reload, because the pressed button disappears. */
  let again = null
  document.addEventListener('click', ({ target }) => {
    const pressed = target.closest?.('[data-again]')
    if (pressed) again = pressed.dataset.again || 'main'
  })

  document.addEventListener('htmx:after:swap', ({ target }) => {
    count()
    // Automatic updates do not take the focus, and are announced in place.
    if (target.hasAttribute?.('hx-sse:connect')) return
    for (const menu of document.querySelectorAll('.more[open]')) menu.open = false
    if (again) document.getElementById(again)?.focus()
    else settle()
    again = null
    document.getElementById('said').textContent =
      document.querySelector('#day [data-said]')?.dataset.said ?? ''
    if (window.Sortable) sortLists()
  })
  settle()
  count()
})()
