// Chooses the browser's time zone where none is chosen yet. Without scripts the list is there all the same.
const list = document.querySelector('select[name="time_zone"]')
const hour = document.querySelector('input[name="hour"]')
if (list && hour && list.value === '' && hour.value === '') {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const option = [...list.options].find(({ value }) => value === timeZone)
  if (option) list.value = timeZone
}
