// Solves the challenge of a sign-up form while its fields are filled in, and sends the form once it is solved.
const longestMs = 15 * 60_000

for (const form of document.querySelectorAll('form[data-challenge]')) {
  const { challenge: address, worker: file, working, failed } = form.dataset
  const field = form.elements.namedItem('altcha')
  const status = form.querySelector('[data-status]')
  let solving = null
  let solvedAt = 0

  const forget = () => {
    solving = null
    field.value = ''
  }
  const solve = () => {
    if (field.value !== '' && Date.now() - solvedAt > longestMs) forget()
    solving ??= solutionOf(address, file).then(
      (text) => {
        field.value = text
        solvedAt = Date.now()
      },
      (error) => {
        forget()
        throw error
      },
    )
    return solving
  }

  // A browser may restore the fields' former contents when the page is opened again.
  forget()
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) forget()
  })
  form.addEventListener('focusin', () => void solve().catch(() => undefined))
  form.addEventListener('submit', (event) => {
    const { submitter } = event
    if (field.value !== '' && Date.now() - solvedAt <= longestMs) return
    event.preventDefault()
    status.textContent = working
    solve().then(
      () => {
        status.textContent = ''
        form.requestSubmit(submitter)
      },
      () => {
        status.textContent = failed
      },
    )
  })
}

async function solutionOf(address, file) {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`the challenge was answered with ${answer.status}`)
  const challenge = await answer.json()
  const worker = new Worker(file)
  try {
    const solution = await new Promise((resolve, reject) => {
      worker.addEventListener('message', ({ data }) =>
        data === null ? reject(new Error('unsolved')) : resolve(data),
      )
      worker.addEventListener('error', reject)
      worker.postMessage(challenge.parameters)
    })
    return btoa(JSON.stringify({ challenge, solution }))
  } finally {
    worker.terminate()
  }
}
