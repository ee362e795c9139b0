/** What the page of a day does more where scripts run: keeps the focus on the story that was moved, and lets stories be dragged. */
;(() => {
  const day = () => document.getElementById('day')

  /** Focuses the story that a change was of, or what is to be decided first. */
  const settle = () => {
    document.querySelector('#day [data-attend]')?.focus()
    const row = document.getElementById(`story-${day()?.dataset.focus}`)
    if (!row) return
    for (const one of document.querySelectorAll('[data-row]')) one.classList.toggle('here', one === row)
    row.querySelector('[data-open]')?.focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
  }

  /** Asks for the place where a row was dropped, as its buttons would. */
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

  /** Loads the library once a mouse is over a list that can be sorted. */
  let isAsked = false
  document.addEventListener('pointerover', ({ target, pointerType }) => {
    if (isAsked || pointerType !== 'mouse' || !target.closest('[data-sort]')) return
    isAsked = true
    const { sortable, sortableIntegrity } = day().dataset
    const script = document.createElement('script')
    Object.assign(script, { src: sortable, integrity: sortableIntegrity, onload: sortLists })
    document.head.append(script)
  })

  document.addEventListener('htmx:after:swap', () => {
    settle()
    document.getElementById('said').textContent =
      document.querySelector('#day [data-said]')?.dataset.said ?? ''
    if (window.Sortable) sortLists()
  })
  settle()
})()
