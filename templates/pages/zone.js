// Chooses the browser's time zone if none is chosen yet. The list works without scripts, too.
const list = document.querySelector('select[name="time_zone"]')
const hour = document.querySelector('input[name="hour"]')
if (list && hour && list.value === '' && hour.value === '') {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const option = [...list.options].find(({ value }) => value === timeZone)
  if (option) list.value = timeZone
}
