// Asks the browser for a passkey when a form with data-passkey is sent, and adds the result to the form.
const ways = {
  get: (options) =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
  create: (options) =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const isKnown = window.PublicKeyCredential && 'parseRequestOptionsFromJSON' in PublicKeyCredential
  form.hidden = !isKnown
  const fault = form.querySelector('[data-fault]')
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    fault.hidden = true
    try {
      const credential = await ways[form.dataset.passkey](JSON.parse(form.dataset.options))
      form.elements.credential.value = JSON.stringify(credential.toJSON())
      form.submit()
    } catch {
      // Refused, or there is no passkey: the browser does not report which.
      fault.hidden = false
      fault.setAttribute('role', 'alert')
    }
  })
}
