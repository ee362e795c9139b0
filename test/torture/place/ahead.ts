/** Preloaded into a sender: its clock goes ahead of the machine's by so many seconds. */
const seconds = Number(process.env['DAYWIRE_TEST_AHEAD'])
const now = Temporal.Now.instant.bind(Temporal.Now)
Temporal.Now.instant = () => now().add({ seconds })
